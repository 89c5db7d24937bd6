// Which grants are used from web pages, and so with CORS preflight requests before them.
import type { Grant } from './model.ts';

/** True for calls for a user and for anyone; a partner's machine and a service know no CORS. */
export const comesFromBrowsers = ({ actor }: Grant): boolean => actor.kind === 'user' || actor.kind === 'anyone';
