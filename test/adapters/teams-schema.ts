/** What Microsoft's published schemas (manifest version 1.22) say of a manifest and of its texts in another language. */
import localizationSchema from '@microsoft/app-manifest/build/json-schemas/teams/v1.22/MicrosoftTeams.Localization.schema.json' with {
  type: 'json',
}
import manifestSchema from '@microsoft/app-manifest/build/json-schemas/teams/v1.22/MicrosoftTeams.schema.json' with {
  type: 'json',
}
import draft04 from 'ajv-draft-04'

const remarksBy =
  (schema: object) =>
  (value: unknown): unknown[] => {
    // The package's own way to validate needs a module that it does not bring.
    const uri = (text: string) => URL.canParse(text)
    const ajv = new draft04.default({ strict: false, allErrors: true, unicodeRegExp: false, formats: { uri } })
    ajv.validate(schema, value)
    return ajv.errors ?? []
  }

export const manifestRemarks = remarksBy(manifestSchema)
export const localizationRemarks = remarksBy(localizationSchema)
