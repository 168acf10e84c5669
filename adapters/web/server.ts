import express from 'express'
import type { Channel, Setting } from '../channel.ts'
import { addAskPages } from './ask-pages.ts'
import { addConfirmPage } from './confirm-page.ts'
import { addConnectionPages } from './connections-page.ts'
import { openFormGuard } from './csrf.ts'
import { addDeliveryPage } from './delivery-page.ts'
import { faultPage, notFoundPage, staleFormPage, tooOftenPage } from './fault-pages.ts'
import { openFlash } from './flash.ts'
import { addGeneralPage } from './general-page.ts'
import { secureHeaders } from './headers.ts'
import { healthRoutes } from './health.ts'
import { addHomePage } from './home-page.ts'
import { addInviteListPage } from './invite-list-page.ts'
import { addInvitePage } from './invite-page.ts'
import { addLicencePages } from './licence-page.ts'
import { openLimits } from './limits.ts'
import { addMe } from './me.ts'
import { addOperatorCompanies } from './operator-companies.ts'
import { addOperatorCompany } from './operator-company.ts'
import { addOperatorRequests } from './operator-requests.ts'
import { addOperatorSignIn } from './operator-sign-in.ts'
import { addOperatorTrail } from './operator-trail.ts'
import { addOperatorWebhooks } from './operator-webhooks.ts'
import { addProfilePage } from './profile-page.ts'
import { addRegisterPages } from './register-pages.ts'
import { addRequestPages } from './requests-page.ts'
import { addSetUpPages } from './set-up-page.ts'
import { addSignInPages } from './sign-in-pages.ts'
import { addSlackInstall } from './slack-install.ts'
import { addStepUpPage } from './step-up-page.ts'
import { serveStyle } from './style.ts'
import { addTeamsTab } from './teams-tab.ts'
import { addTrailFile } from './trail-file.ts'
import { addTrailPage } from './trail-page.ts'
import { addUserPage } from './user-page.ts'
import { addUsersPage } from './users-page.ts'
import type { Portal, PortalSettings } from './visit.ts'

/**
 * The portal: pages that are made here and work without a script. It comes after all other adapters, since it answers for every
 * address that nobody else knows.
 */
export const openPortal = (settings: PortalSettings, { core, web, browser, log, baseUrl }: Setting): Channel => {
  web.use(healthRoutes(core))
  // A proxy on this machine or on a private network tells who really calls, for the limits.
  web.set('trust proxy', 'loopback, linklocal, uniquelocal')
  const portal: Portal = {
    ...settings,
    core,
    browser,
    log,
    baseUrl,
    guard: openFormGuard(browser, settings.signer, staleFormPage),
    flash: openFlash(browser, settings.signer, baseUrl.startsWith('https:')),
  }
  const limits = openLimits(tooOftenPage)
  const routes = express.Router()
  routes.use(secureHeaders(baseUrl))
  routes.get('/style.css', serveStyle)
  addMe(routes, portal)
  addSignInPages(routes, portal, limits)
  addRegisterPages(routes, portal, limits)
  addConfirmPage(routes, portal, limits)
  addHomePage(routes, portal)
  addProfilePage(routes, portal)
  addAskPages(routes, portal)
  addRequestPages(routes, portal)
  addGeneralPage(routes, portal)
  addInvitePage(routes, portal)
  addInviteListPage(routes, portal)
  addUsersPage(routes, portal)
  addUserPage(routes, portal)
  addLicencePages(routes, portal)
  addConnectionPages(routes, portal)
  addSlackInstall(routes, portal)
  addStepUpPage(routes, portal, limits)
  addSetUpPages(routes, portal, limits)
  addDeliveryPage(routes, portal)
  addTrailPage(routes, portal)
  addTrailFile(routes, portal)
  addTeamsTab(routes)
  addOperatorSignIn(routes, portal, limits)
  addOperatorCompanies(routes, portal)
  addOperatorCompany(routes, portal)
  addOperatorRequests(routes, portal)
  addOperatorWebhooks(routes, portal)
  addOperatorTrail(routes, portal)
  routes.use(notFoundPage(portal))
  web.use(routes)
  web.use(faultPage(portal))
  return { close: async () => undefined }
}
