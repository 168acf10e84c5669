/** Every table as it began. Later changes are migrations of their own; this one is never edited after a release. */
export const start = `
CREATE OR REPLACE FUNCTION "trigrams"(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
  'SELECT coalesce(array_agg(DISTINCT substr($1, "at", 3) COLLATE "C"), ''{}'') FROM generate_series(1, length($1) - 2) AS "at"';

CREATE TABLE IF NOT EXISTS "companies" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "customer_number" text,
  "digest_at" timestamptz,
  "words" text,
  "sorted" bytea,
  "unique_customer_number" text
);
CREATE INDEX IF NOT EXISTS "companies_customer_number" ON "companies" ("customer_number", "id");
CREATE INDEX IF NOT EXISTS "companies_digest_at" ON "companies" ("digest_at");
CREATE INDEX IF NOT EXISTS "companies_words" ON "companies" USING gin ("trigrams"("words")) WITH (gin_pending_list_limit = 256);
CREATE INDEX IF NOT EXISTS "companies_sorted" ON "companies" ("sorted", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "companies_unique_customer_number" ON "companies" ("unique_customer_number");

CREATE TABLE IF NOT EXISTS "domains" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "domain" text,
  "state" text,
  "how" text,
  "check_at" timestamptz,
  "sorted" bytea,
  "unique_once_per_company" text
);
CREATE INDEX IF NOT EXISTS "domains_company_id" ON "domains" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "domains_company_id_sorted" ON "domains" ("company_id", "sorted", "id");
CREATE INDEX IF NOT EXISTS "domains_domain" ON "domains" ("domain", "id");
CREATE INDEX IF NOT EXISTS "domains_state" ON "domains" ("state", "id");
CREATE INDEX IF NOT EXISTS "domains_how" ON "domains" ("how", "id");
CREATE INDEX IF NOT EXISTS "domains_check_at" ON "domains" ("check_at");
CREATE INDEX IF NOT EXISTS "domains_sorted" ON "domains" ("sorted", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "domains_unique_once_per_company" ON "domains" ("unique_once_per_company");

CREATE TABLE IF NOT EXISTS "users" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "email" text,
  "status" text,
  "role" text,
  "standing" text,
  "role_until" timestamptz,
  "invited_until" timestamptz,
  "words" text,
  "sorted" bytea,
  "unique_address" text,
  "unique_invited_once" text
);
CREATE INDEX IF NOT EXISTS "users_company_id" ON "users" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "users_company_id_sorted" ON "users" ("company_id", "sorted", "id");
CREATE INDEX IF NOT EXISTS "users_email" ON "users" ("email", "id");
CREATE INDEX IF NOT EXISTS "users_status" ON "users" ("status", "id");
CREATE INDEX IF NOT EXISTS "users_role" ON "users" ("role", "id");
CREATE INDEX IF NOT EXISTS "users_standing" ON "users" ("standing", "id");
CREATE INDEX IF NOT EXISTS "users_role_until" ON "users" ("role_until");
CREATE INDEX IF NOT EXISTS "users_invited_until" ON "users" ("invited_until");
CREATE INDEX IF NOT EXISTS "users_words" ON "users" USING gin ("trigrams"("words")) WITH (gin_pending_list_limit = 256);
CREATE INDEX IF NOT EXISTS "users_sorted" ON "users" ("sorted", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "users_unique_address" ON "users" ("unique_address");
CREATE UNIQUE INDEX IF NOT EXISTS "users_unique_invited_once" ON "users" ("unique_invited_once");

CREATE TABLE IF NOT EXISTS "invitations" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "email" text,
  "secret_hash" text,
  "expires_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "invitations_company_id" ON "invitations" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "invitations_email" ON "invitations" ("email", "id");
CREATE INDEX IF NOT EXISTS "invitations_secret_hash" ON "invitations" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "invitations_expires_at" ON "invitations" ("expires_at");

CREATE TABLE IF NOT EXISTS "registrations" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "email" text,
  "secret_hash" text,
  "expires_at" timestamptz,
  "unique_address" text
);
CREATE INDEX IF NOT EXISTS "registrations_email" ON "registrations" ("email", "id");
CREATE INDEX IF NOT EXISTS "registrations_secret_hash" ON "registrations" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "registrations_expires_at" ON "registrations" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "registrations_unique_address" ON "registrations" ("unique_address");

CREATE TABLE IF NOT EXISTS "licences" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "expires_at" timestamptz,
  "words" text,
  "sorted" bytea,
  "unique_name" text
);
CREATE INDEX IF NOT EXISTS "licences_company_id" ON "licences" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "licences_company_id_sorted" ON "licences" ("company_id", "sorted", "id");
CREATE INDEX IF NOT EXISTS "licences_expires_at" ON "licences" ("expires_at");
CREATE INDEX IF NOT EXISTS "licences_words" ON "licences" USING gin ("trigrams"("words")) WITH (gin_pending_list_limit = 256);
CREATE INDEX IF NOT EXISTS "licences_sorted" ON "licences" ("sorted", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "licences_unique_name" ON "licences" ("unique_name");
CREATE TABLE IF NOT EXISTS "licences_standard" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "licences_standard_id" ON "licences_standard" ("id");

CREATE TABLE IF NOT EXISTS "grants" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "user_id" text,
  "licence_id" text,
  "state" text,
  "held" text,
  "until" timestamptz,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "grants_company_id" ON "grants" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "grants_user_id" ON "grants" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "grants_licence_id" ON "grants" ("licence_id", "id");
CREATE INDEX IF NOT EXISTS "grants_state" ON "grants" ("state", "id");
CREATE INDEX IF NOT EXISTS "grants_held" ON "grants" ("held", "id");
CREATE INDEX IF NOT EXISTS "grants_until" ON "grants" ("until");
CREATE UNIQUE INDEX IF NOT EXISTS "grants_unique_once" ON "grants" ("unique_once");

CREATE TABLE IF NOT EXISTS "requests" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "requester_id" text,
  "state" text,
  "kind" text,
  "reference" text,
  "licence_id" text,
  "phase" text,
  "wanted" text,
  "standard" text,
  "at" timestamptz,
  "settled_at" timestamptz,
  "remind_at" timestamptz,
  "expires_at" timestamptz,
  "words" text,
  "unique_reference" text,
  "unique_one_open" text
);
CREATE INDEX IF NOT EXISTS "requests_company_id" ON "requests" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "requests_requester_id" ON "requests" ("requester_id", "id");
CREATE INDEX IF NOT EXISTS "requests_state" ON "requests" ("state", "id");
CREATE INDEX IF NOT EXISTS "requests_kind" ON "requests" ("kind", "id");
CREATE INDEX IF NOT EXISTS "requests_reference" ON "requests" ("reference", "id");
CREATE INDEX IF NOT EXISTS "requests_licence_id" ON "requests" ("licence_id", "id");
CREATE INDEX IF NOT EXISTS "requests_phase" ON "requests" ("phase", "id");
CREATE INDEX IF NOT EXISTS "requests_wanted" ON "requests" ("wanted", "id");
CREATE INDEX IF NOT EXISTS "requests_standard" ON "requests" ("standard", "id");
CREATE INDEX IF NOT EXISTS "requests_at" ON "requests" ("at");
CREATE INDEX IF NOT EXISTS "requests_settled_at" ON "requests" ("settled_at");
CREATE INDEX IF NOT EXISTS "requests_remind_at" ON "requests" ("remind_at");
CREATE INDEX IF NOT EXISTS "requests_expires_at" ON "requests" ("expires_at");
CREATE INDEX IF NOT EXISTS "requests_words" ON "requests" USING gin ("trigrams"("words")) WITH (gin_pending_list_limit = 256);
CREATE UNIQUE INDEX IF NOT EXISTS "requests_unique_reference" ON "requests" ("unique_reference");
CREATE UNIQUE INDEX IF NOT EXISTS "requests_unique_one_open" ON "requests" ("unique_one_open");

CREATE TABLE IF NOT EXISTS "connections" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "entity_id" text,
  "metadata_due_at" timestamptz,
  "certificate_notice_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "connections_entity_id" ON "connections" ("entity_id", "id");
CREATE INDEX IF NOT EXISTS "connections_metadata_due_at" ON "connections" ("metadata_due_at");
CREATE INDEX IF NOT EXISTS "connections_certificate_notice_at" ON "connections" ("certificate_notice_at");
CREATE TABLE IF NOT EXISTS "connections_company_id" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "connections_company_id_id" ON "connections_company_id" ("id");

CREATE TABLE IF NOT EXISTS "own_keys" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "connection_id" text,
  "slot" text,
  "made_at" timestamptz,
  "ends_at" timestamptz,
  "unique_slot" text
);
CREATE INDEX IF NOT EXISTS "own_keys_connection_id" ON "own_keys" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "own_keys_slot" ON "own_keys" ("slot", "id");
CREATE INDEX IF NOT EXISTS "own_keys_made_at" ON "own_keys" ("made_at");
CREATE INDEX IF NOT EXISTS "own_keys_ends_at" ON "own_keys" ("ends_at");
CREATE UNIQUE INDEX IF NOT EXISTS "own_keys_unique_slot" ON "own_keys" ("unique_slot");

CREATE TABLE IF NOT EXISTS "set_ups" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "company_id" text,
  "connection_id" text,
  "secret_hash" text,
  "expires_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "set_ups_company_id" ON "set_ups" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "set_ups_connection_id" ON "set_ups" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "set_ups_secret_hash" ON "set_ups" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "set_ups_expires_at" ON "set_ups" ("expires_at");

CREATE TABLE IF NOT EXISTS "identities" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "connection_id" text,
  "name_id" text,
  "user_id" text,
  "kind" text,
  "directory" text,
  "changed_at" timestamptz,
  "unique_once" text,
  "unique_user_name" text,
  "unique_external_id" text,
  "unique_provisioned_once" text
);
CREATE INDEX IF NOT EXISTS "identities_connection_id" ON "identities" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "identities_name_id" ON "identities" ("name_id", "id");
CREATE INDEX IF NOT EXISTS "identities_user_id" ON "identities" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "identities_kind" ON "identities" ("kind", "id");
CREATE INDEX IF NOT EXISTS "identities_directory" ON "identities" ("directory", "id");
CREATE INDEX IF NOT EXISTS "identities_changed_at" ON "identities" ("changed_at");
CREATE UNIQUE INDEX IF NOT EXISTS "identities_unique_once" ON "identities" ("unique_once");
CREATE UNIQUE INDEX IF NOT EXISTS "identities_unique_user_name" ON "identities" ("unique_user_name");
CREATE UNIQUE INDEX IF NOT EXISTS "identities_unique_external_id" ON "identities" ("unique_external_id");
CREATE UNIQUE INDEX IF NOT EXISTS "identities_unique_provisioned_once" ON "identities" ("unique_provisioned_once");
CREATE TABLE IF NOT EXISTS "identities_lookup" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "identities_lookup_id" ON "identities_lookup" ("id");

CREATE TABLE IF NOT EXISTS "provisioning_tokens" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "connection_id" text,
  "directory" text,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "provisioning_tokens_secret_hash" ON "provisioning_tokens" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "provisioning_tokens_connection_id" ON "provisioning_tokens" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "provisioning_tokens_directory" ON "provisioning_tokens" ("directory", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "provisioning_tokens_unique_secret" ON "provisioning_tokens" ("unique_secret");

CREATE TABLE IF NOT EXISTS "groups" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "connection_id" text,
  "directory" text,
  "changed_at" timestamptz,
  "unique_name" text,
  "unique_external_id" text
);
CREATE INDEX IF NOT EXISTS "groups_connection_id" ON "groups" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "groups_directory" ON "groups" ("directory", "id");
CREATE INDEX IF NOT EXISTS "groups_changed_at" ON "groups" ("changed_at");
CREATE UNIQUE INDEX IF NOT EXISTS "groups_unique_name" ON "groups" ("unique_name");
CREATE UNIQUE INDEX IF NOT EXISTS "groups_unique_external_id" ON "groups" ("unique_external_id");
CREATE TABLE IF NOT EXISTS "groups_lookup" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "groups_lookup_id" ON "groups_lookup" ("id");

CREATE TABLE IF NOT EXISTS "group_members" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "group_id" text,
  "identity_id" text,
  "user_id" text,
  "member" text,
  "unique_member_once" text
);
CREATE INDEX IF NOT EXISTS "group_members_group_id" ON "group_members" ("group_id", "id");
CREATE INDEX IF NOT EXISTS "group_members_identity_id" ON "group_members" ("identity_id", "id");
CREATE INDEX IF NOT EXISTS "group_members_user_id" ON "group_members" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "group_members_member" ON "group_members" ("member", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "group_members_unique_member_once" ON "group_members" ("unique_member_once");

CREATE TABLE IF NOT EXISTS "sign_in_requests" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "connection_id" text,
  "expires_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "sign_in_requests_connection_id" ON "sign_in_requests" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "sign_in_requests_expires_at" ON "sign_in_requests" ("expires_at");

CREATE TABLE IF NOT EXISTS "used_assertions" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "assertion" text,
  "expires_at" timestamptz,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "used_assertions_assertion" ON "used_assertions" ("assertion", "id");
CREATE INDEX IF NOT EXISTS "used_assertions_expires_at" ON "used_assertions" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "used_assertions_unique_once" ON "used_assertions" ("unique_once");

CREATE TABLE IF NOT EXISTS "pending_sign_ins" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "connection_id" text,
  "expires_at" timestamptz,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "pending_sign_ins_secret_hash" ON "pending_sign_ins" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "pending_sign_ins_connection_id" ON "pending_sign_ins" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "pending_sign_ins_expires_at" ON "pending_sign_ins" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "pending_sign_ins_unique_secret" ON "pending_sign_ins" ("unique_secret");

CREATE TABLE IF NOT EXISTS "sign_in_traces" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "connection_id" text,
  "code" text,
  "expires_at" timestamptz,
  "unique_code" text
);
CREATE INDEX IF NOT EXISTS "sign_in_traces_connection_id" ON "sign_in_traces" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "sign_in_traces_code" ON "sign_in_traces" ("code", "id");
CREATE INDEX IF NOT EXISTS "sign_in_traces_expires_at" ON "sign_in_traces" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "sign_in_traces_unique_code" ON "sign_in_traces" ("unique_code");

CREATE TABLE IF NOT EXISTS "sessions" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "user_id" text,
  "company_id" text,
  "connection_id" text,
  "expires_at" timestamptz,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "sessions_secret_hash" ON "sessions" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "sessions_user_id" ON "sessions" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "sessions_company_id" ON "sessions" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "sessions_connection_id" ON "sessions" ("connection_id", "id");
CREATE INDEX IF NOT EXISTS "sessions_expires_at" ON "sessions" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "sessions_unique_secret" ON "sessions" ("unique_secret");

CREATE TABLE IF NOT EXISTS "operators" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "email" text,
  "unique_address" text
);
CREATE INDEX IF NOT EXISTS "operators_email" ON "operators" ("email", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "operators_unique_address" ON "operators" ("unique_address");

CREATE TABLE IF NOT EXISTS "operator_sessions" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "operator_id" text,
  "expires_at" timestamptz,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "operator_sessions_secret_hash" ON "operator_sessions" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "operator_sessions_operator_id" ON "operator_sessions" ("operator_id", "id");
CREATE INDEX IF NOT EXISTS "operator_sessions_expires_at" ON "operator_sessions" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "operator_sessions_unique_secret" ON "operator_sessions" ("unique_secret");

CREATE TABLE IF NOT EXISTS "sign_in_links" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "user_id" text,
  "expires_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "sign_in_links_secret_hash" ON "sign_in_links" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "sign_in_links_user_id" ON "sign_in_links" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "sign_in_links_expires_at" ON "sign_in_links" ("expires_at");

CREATE TABLE IF NOT EXISTS "step_ups" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "user_id" text,
  "expires_at" timestamptz,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "step_ups_secret_hash" ON "step_ups" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "step_ups_user_id" ON "step_ups" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "step_ups_expires_at" ON "step_ups" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "step_ups_unique_secret" ON "step_ups" ("unique_secret");

CREATE TABLE IF NOT EXISTS "workspaces" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "channel" text,
  "workspace_id" text,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "workspaces_channel" ON "workspaces" ("channel", "id");
CREATE INDEX IF NOT EXISTS "workspaces_workspace_id" ON "workspaces" ("workspace_id", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "workspaces_unique_once" ON "workspaces" ("unique_once");
CREATE TABLE IF NOT EXISTS "workspaces_company_id" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "workspaces_company_id_id" ON "workspaces_company_id" ("id");

CREATE TABLE IF NOT EXISTS "installations" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "workspace_id" text,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "installations_workspace_id" ON "installations" ("workspace_id", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "installations_unique_once" ON "installations" ("unique_once");

CREATE TABLE IF NOT EXISTS "installation_states" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "expires_at" timestamptz,
  "unique_secret" text
);
CREATE INDEX IF NOT EXISTS "installation_states_secret_hash" ON "installation_states" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "installation_states_expires_at" ON "installation_states" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "installation_states_unique_secret" ON "installation_states" ("unique_secret");

CREATE TABLE IF NOT EXISTS "chat_accounts" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "channel" text,
  "workspace_id" text,
  "account_id" text,
  "user_id" text,
  "home" text,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "chat_accounts_channel" ON "chat_accounts" ("channel", "id");
CREATE INDEX IF NOT EXISTS "chat_accounts_workspace_id" ON "chat_accounts" ("workspace_id", "id");
CREATE INDEX IF NOT EXISTS "chat_accounts_account_id" ON "chat_accounts" ("account_id", "id");
CREATE INDEX IF NOT EXISTS "chat_accounts_user_id" ON "chat_accounts" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "chat_accounts_home" ON "chat_accounts" ("home", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "chat_accounts_unique_once" ON "chat_accounts" ("unique_once");

CREATE TABLE IF NOT EXISTS "chat_confirmations" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "secret_hash" text,
  "account" text,
  "expires_at" timestamptz,
  "unique_account" text
);
CREATE INDEX IF NOT EXISTS "chat_confirmations_secret_hash" ON "chat_confirmations" ("secret_hash", "id");
CREATE INDEX IF NOT EXISTS "chat_confirmations_account" ON "chat_confirmations" ("account", "id");
CREATE INDEX IF NOT EXISTS "chat_confirmations_expires_at" ON "chat_confirmations" ("expires_at");
CREATE UNIQUE INDEX IF NOT EXISTS "chat_confirmations_unique_account" ON "chat_confirmations" ("unique_account");

CREATE TABLE IF NOT EXISTS "posted_messages" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "request_id" text,
  "user_id" text,
  "place" text
);
CREATE INDEX IF NOT EXISTS "posted_messages_request_id" ON "posted_messages" ("request_id", "id");
CREATE INDEX IF NOT EXISTS "posted_messages_user_id" ON "posted_messages" ("user_id", "id");
CREATE INDEX IF NOT EXISTS "posted_messages_place" ON "posted_messages" ("place", "id");

CREATE TABLE IF NOT EXISTS "audit" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "type" text,
  "by" text,
  "at" timestamptz
);
CREATE INDEX IF NOT EXISTS "audit_type" ON "audit" ("type", "id");
CREATE INDEX IF NOT EXISTS "audit_by" ON "audit" ("by", "id");
CREATE INDEX IF NOT EXISTS "audit_at" ON "audit" ("at");
CREATE TABLE IF NOT EXISTS "audit_company_id" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "audit_company_id_id" ON "audit_company_id" ("id");
CREATE TABLE IF NOT EXISTS "audit_about" (
  "value" text NOT NULL,
  "id" text NOT NULL,
  PRIMARY KEY ("value", "id")
);
CREATE INDEX IF NOT EXISTS "audit_about_id" ON "audit_about" ("id");

CREATE TABLE IF NOT EXISTS "webhooks" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "hears" text,
  "unique_once" text
);
CREATE INDEX IF NOT EXISTS "webhooks_hears" ON "webhooks" ("hears", "id");
CREATE UNIQUE INDEX IF NOT EXISTS "webhooks_unique_once" ON "webhooks" ("unique_once");

CREATE TABLE IF NOT EXISTS "outbox" (
  "id" text PRIMARY KEY,
  "row" text NOT NULL,
  "state" text,
  "lane" text,
  "company_id" text,
  "due_at" timestamptz,
  "chat_due_at" timestamptz,
  "mail_due_at" timestamptz,
  "invitation_due_at" timestamptz,
  "webhook_due_at" timestamptz,
  "home_due_at" timestamptz,
  "settled_at" timestamptz
);
CREATE INDEX IF NOT EXISTS "outbox_state" ON "outbox" ("state", "id");
CREATE INDEX IF NOT EXISTS "outbox_lane" ON "outbox" ("lane", "id");
CREATE INDEX IF NOT EXISTS "outbox_company_id" ON "outbox" ("company_id", "id");
CREATE INDEX IF NOT EXISTS "outbox_due_at" ON "outbox" ("due_at");
CREATE INDEX IF NOT EXISTS "outbox_chat_due_at" ON "outbox" ("chat_due_at", "id");
CREATE INDEX IF NOT EXISTS "outbox_mail_due_at" ON "outbox" ("mail_due_at", "id");
CREATE INDEX IF NOT EXISTS "outbox_invitation_due_at" ON "outbox" ("invitation_due_at", "id");
CREATE INDEX IF NOT EXISTS "outbox_webhook_due_at" ON "outbox" ("webhook_due_at", "id");
CREATE INDEX IF NOT EXISTS "outbox_home_due_at" ON "outbox" ("home_due_at", "id");
CREATE INDEX IF NOT EXISTS "outbox_settled_at" ON "outbox" ("settled_at");

-- How many rows have a value of a key, as sums: nobody waits for another to add to one.
CREATE TABLE IF NOT EXISTS "counts" (
  "of" text NOT NULL,
  "delta" bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS "counts_of" ON "counts" ("of", "delta");

-- Searches by several keys at once that a page or a decision makes.
CREATE INDEX IF NOT EXISTS "users_administrators" ON "users" ("company_id", "role", "status", "id");
CREATE INDEX IF NOT EXISTS "outbox_of_company" ON "outbox" ("company_id", "state", "id");
CREATE INDEX IF NOT EXISTS "requests_of_company" ON "requests" ("company_id", "state", "id");
CREATE INDEX IF NOT EXISTS "requests_of_requester" ON "requests" ("requester_id", "state", "id");
CREATE INDEX IF NOT EXISTS "grants_of_licence" ON "grants" ("licence_id", "state", "id");
CREATE INDEX IF NOT EXISTS "grants_of_user" ON "grants" ("user_id", "state", "id");
CREATE INDEX IF NOT EXISTS "chat_accounts_of_workspace" ON "chat_accounts" ("workspace_id", "account_id", "id");
`
