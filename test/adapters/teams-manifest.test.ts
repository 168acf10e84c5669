import { readFileSync } from 'node:fs'
import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { chatCommands } from '../../src/chat/words.ts'
import { localizationRemarks, manifestRemarks } from './teams-schema.ts'

const file = (name: string) => readFileSync(new URL(`../../manifest/${name}`, import.meta.url))
const json = (name: string) => JSON.parse(file(name).toString('utf8'))
const manifest = json('teams.json')
const dutch = json('teams.nl.json')

describe('the Teams manifest', () => {
  it("is valid by Microsoft's published schema of its version, in both languages", () => {
    expect(manifest.$schema).toContain(`/teams/v${manifest.manifestVersion}/`)
    expect(manifestRemarks(manifest)).toEqual([])
    expect(localizationRemarks(dutch)).toEqual([])
    expect(manifestRemarks({ ...manifest, id: 'no guid', colour: 'red' })).toHaveLength(2)
    expect(localizationRemarks({ ...dutch, 'name.short': '' })).toHaveLength(1)
  })

  it('fits together: one app id, one host, files that are there', () => {
    const { id, bots, webApplicationInfo, validDomains, developer, icons, localizationInfo } = manifest
    expect([bots[0].botId, webApplicationInfo.id]).toEqual([id, id])
    expect(webApplicationInfo.resource).toBe(`api://${validDomains[0]}/${id}`)
    for (const url of [developer.websiteUrl, developer.privacyUrl, developer.termsOfUseUrl])
      expect(new URL(url).host).toBe(validDomains[0])
    for (const name of [...Object.values<string>(icons), localizationInfo.additionalLanguages[0].file])
      expect(file(name).length).toBeGreaterThan(0)
  })

  it('lists commands that exist, in English and in Dutch', () => {
    const { commandLists } = manifest.bots[0]
    expect(commandLists.map(({ scopes }: { scopes: string[] }) => scopes)).toEqual([['personal'], ['team']])
    for (const [list, { commands }] of commandLists.entries())
      for (const [index, { title }] of commands.entries()) {
        const command = Object.values(chatCommands).find(({ en }) => en === title)
        expect(command, title).toBeDefined()
        const place = `bots[0].commandLists[${list}].commands[${index}]`
        expect(dutch[`${place}.title`]).toBe(command?.nl)
        expect(dutch[`${place}.description`]).toBeTruthy()
      }
  })

  it('searches licences and standards from the compose box, with words in Dutch for all that is shown', () => {
    const [extension] = manifest.composeExtensions
    expect(extension.botId).toBe(manifest.id)
    expect(extension.commands.map(({ id, type }: { id: string; type: string }) => [id, type])).toEqual([
      ['licences', 'query'],
      ['standards', 'query'],
    ])
    for (const [index, { parameters }] of extension.commands.entries()) {
      expect(parameters.map(({ name }: { name: string }) => name)).toEqual(['text'])
      const place = `composeExtensions[0].commands[${index}]`
      for (const shown of ['title', 'description', 'parameters[0].title', 'parameters[0].description'])
        expect(dutch[`${place}.${shown}`]).toBeTruthy()
    }
  })

  it('opens the chat, then the portal on our own host', () => {
    expect(manifest.staticTabs.map(({ entityId }: { entityId: string }) => entityId)).toEqual([
      'conversations',
      'portal',
      'about',
    ])
    const { contentUrl, websiteUrl } = manifest.staticTabs[1]
    expect(new URL(contentUrl).pathname).toBe('/teams')
    for (const url of [contentUrl, websiteUrl]) expect(new URL(url).host).toBe(manifest.validDomains[0])
    expect(dutch['staticTabs[1].name']).toBeTruthy()
  })

  it('asks for no more than finding its own posts again', () => {
    expect(manifest.authorization.permissions).toEqual({
      resourceSpecific: [{ name: 'ChatMessage.Read.Chat', type: 'Application' }],
    })
    expect(manifest).not.toHaveProperty('devicePermissions')
  })
})

describe('the icons', () => {
  /** Pixels of a PNG with 8 bits RGBA and unfiltered rows (PNG specification, 11.2 and 9.2). */
  const pixelsOf = (png: Buffer) => {
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
    expect([png[24], png[25]]).toEqual([8, 6])
    const at = png.indexOf('IDAT')
    const rows = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)))
    const pixels = Array.from({ length: width * height }, (_, index) => {
      const start = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4
      return [...rows.subarray(start, start + 4)]
    })
    return { width, height, pixels }
  }

  it('are 192 by 192 in colour, and 32 by 32 in white on nothing', () => {
    const color = pixelsOf(file('color.png'))
    expect([color.width, color.height]).toEqual([192, 192])
    expect(color.pixels.every(([, , , alpha]) => alpha === 255)).toBe(true)
    const outline = pixelsOf(file('outline.png'))
    expect([outline.width, outline.height]).toEqual([32, 32])
    expect(outline.pixels.every(([r, g, b]) => r === 255 && g === 255 && b === 255)).toBe(true)
    const visible = outline.pixels.filter(([, , , alpha]) => alpha === 255).length
    expect(visible).toBeGreaterThan(50)
    expect(visible).toBeLessThan(512)
  })
})
