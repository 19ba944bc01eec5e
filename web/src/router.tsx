import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { SignedIn } from './frame/signed-in';
import { BrokenScreen, NoSuchScreen } from './frame/no-screen';
import { Loading } from './design/states';
import { withStyles } from './design/with-styles';
import { NowScreen } from './screens/now/now-screen';

const root = createRootRoute({ component: SignedIn, notFoundComponent: NoSuchScreen });

/** A screen that is loaded when somebody goes there; `src/web-app/web-app-pages.ts` must have its address too. */
const screen = <Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(() => withStyles(load())),
  });

const routes = root.addChildren([
  createRoute({ getParentRoute: () => root, path: '/', component: NowScreen }),

  screen('/incidents', () => import('./screens/incidents/incidents-screen')),
  screen('/incidents/$incidentId', () => import('./screens/incident/incident-screen')),

  screen('/schedules', () => import('./screens/schedules/schedules-screen')),
  screen('/schedules/new', () => import('./screens/schedule-editor/new-schedule-screen')),
  screen('/schedules/$scheduleId', () => import('./screens/schedule/schedule-screen')),
  screen('/schedules/$scheduleId/edit', () => import('./screens/schedule-editor/edit-schedule-screen')),

  screen('/me', () => import('./screens/me/me-screen')),
  screen('/me/$section', () => import('./screens/me/me-screen')),

  screen('/services', () => import('./screens/services/services-screen')),
  screen('/services/new', () => import('./screens/services/new-service-screen')),
  screen('/services/$serviceId', () => import('./screens/services/service-screen')),

  screen('/policies', () => import('./screens/policies/policies-screen')),
  screen('/policies/new', () => import('./screens/policies/new-policy-screen')),
  screen('/policies/$policyId', () => import('./screens/policies/policy-screen')),

  screen('/people', () => import('./screens/people/people-screen')),
  screen('/people/$userId', () => import('./screens/people/person-screen')),
  screen('/teams/new', () => import('./screens/people/new-team-screen')),
  screen('/teams/$teamId', () => import('./screens/people/team-screen')),

  screen('/admin', () => import('./screens/admin/admin-screen')),
  screen('/admin/$section', () => import('./screens/admin/admin-screen')),

  screen('/phones', () => import('./screens/phones/phones-screen')),
  screen('/welcome', () => import('./screens/welcome/welcome-screen')),
]);

/** Which address shows which screen. Addresses are below the document's base. */
export const createAppRouter = () =>
  createRouter({
    routeTree: routes,
    basepath: new URL(document.baseURI).pathname.replace(/\/$/, '') || '/',
    defaultPreload: 'intent',
    defaultPendingComponent: Loading,
    defaultErrorComponent: BrokenScreen,
    defaultNotFoundComponent: NoSuchScreen,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
