import type { Express, Request, Response } from 'express'
import type { Core } from '../src/kernel/answer.ts'
import type { ChatDirectory, Notifier } from '../src/ports/chat.ts'
import type { Log } from './log.ts'

/** What an adapter is given when it opens. */
export interface Setting {
  readonly core: Core
  /** The one web server; an adapter adds its own routes and parses its own bodies. */
  readonly web: Express
  readonly browser: Browser
  readonly log: Log
  /** How the world reaches this process, without a slash at the end. */
  readonly baseUrl: string
}

/** What a chat platform gave for the app in one of its workspaces. */
export interface Installed {
  readonly workspaceId: string
  readonly name: string
  readonly token: string
  readonly refreshToken?: string
  readonly expiresInSeconds?: number
}

/** How an administrator installs the app with OAuth 2.0 (RFC 6749, 4.1). */
export interface Installer {
  /** Where to send the browser; it comes back with this state. */
  authorizeUrl(state: string): string
  /** What the code is worth, or why nothing. Throws when the platform does not answer. */
  exchange(code: string): Promise<Installed | { readonly why: string }>
  /** Ends a token at the platform. Throws when that can't be told there. */
  revoke(token: string): Promise<void>
}

/** What an open adapter offers, and how to stop it. */
export interface Channel {
  readonly notifier?: Notifier
  readonly directory?: ChatDirectory
  /** Workspaces that this process vouches for, which an administrator may connect from the portal. */
  readonly workspaces?: () => Promise<readonly { workspaceId: string; name: string }[]>
  /** Where every workspace brings a token of its own. */
  readonly installer?: Installer
  close(): Promise<void>
}

export interface SessionCookie {
  /** The secret of the session, when the browser sent one. */
  session(request: Request): string | undefined
  signIn(response: Response, session: string): void
  signOut(response: Response): void
}

/** The cookies of a browser, shared by the portal and single sign-on; the session is that of a user. */
export interface Browser extends SessionCookie {
  /** What a cookie of ours is called here. */
  named(cookie: string): string
  /** On the pages for operators, apart from the session of a user. */
  readonly operator: SessionCookie
  /** A secret that stays with this browser, made on first use: what binds a sign-in and a form to it. */
  key(request: Request, response: Response): string
}
