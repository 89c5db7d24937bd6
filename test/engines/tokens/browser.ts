// A browser, as far as a sign-in needs one: it keeps cookies, follows Keycloak's redirects, fills in the login form, and
// stops at the redirect that would leave Keycloak. One browser is one person at one screen: the second sign-in at the same
// realm needs no form.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Refused } from './outcome.ts';

export interface Browser {
	/** Goes to an authorization request; ends at the client's redirect URI, or where Keycloak says no. */
	readonly authorize: (address: URL) => Promise<Landing>;
}

export type Landing = { readonly kind: 'redirected'; readonly address: URL } | Refused;

export interface Person {
	readonly username: string;
	readonly password: string;
	/** Runs sign-ins of this person one after the other: see `patience`. */
	readonly inTurn: <T>(signIn: () => Promise<T>) => Promise<T>;
}

const mostSteps = 12;

/**
 * With brute-force protection Keycloak calls a right password wrong while another sign-in of the same person is not quite
 * over, and it is over a moment after its answer (26.7.5). So people try again, as people do.
 */
export const patience = { attempts: 4, pauseMs: 300 };

/**
 * A browser with nothing in it. The realm's public address (`frontend`) is reached at `server`: pages and redirects name
 * the one, the socket is at the other.
 */
export function openBrowser(server: string, frontend: string, person: Person): Browser {
	const cookies = new Map<string, string>();
	const atServer = (address: string): URL => {
		const url = new URL(address, server);
		return url.origin === frontend ? new URL(`${url.pathname}${url.search}`, server) : url;
	};
	const go = async (address: URL, form?: URLSearchParams): Promise<Response> => {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
		const post = form === undefined ? {} : { method: 'POST', body: form };
		const response = await fetch(address, { redirect: 'manual', headers: { cookie }, ...post });
		for (const line of response.headers.getSetCookie()) keep(cookies, line);
		return response;
	};
	const authorize = async (address: URL): Promise<Landing> => {
		const back = address.searchParams.get('redirect_uri') ?? 'none';
		let [response, attempts] = [await go(address), 0];
		for (let step = 0; step < mostSteps; step++) {
			const location = response.headers.get('location');
			if (location !== null) {
				const next = atServer(location);
				if (next.origin !== server || location.startsWith(back)) return landingAt(next, response.status);
				response = await go(next);
				continue;
			}
			const page = await response.text();
			const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(page)?.[1];
			if (action === undefined || attempts === patience.attempts) {
				return refusedBy(page, response.status, attempts > 0 ? 'login' : 'authorization');
			}
			if (attempts > 0) await sleep(patience.pauseMs);
			const form = new URLSearchParams({ username: person.username, password: person.password, credentialId: '' });
			response = await person.inTurn(() => go(atServer(unescaped(action)), form));
			attempts++;
		}
		return {
			kind: 'refused',
			at: 'login',
			status: response.status,
			error: 'no end',
			description: `${mostSteps} steps`,
		};
	};
	return { authorize };
}

/** An emptied cookie is a deleted one. */
function keep(cookies: Map<string, string>, line: string): void {
	const [pair = ''] = line.split(';');
	const at = pair.indexOf('=');
	const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
	if (value === '') cookies.delete(name);
	else cookies.set(name, value);
}

/** Errors come back to the client in the query or, for flows that end in the browser, in the fragment. */
function landingAt(address: URL, status: number): Landing {
	const answer = new URLSearchParams(`${address.search.slice(1)}&${address.hash.slice(1)}`);
	const error = answer.get('error');
	if (error === null) return { kind: 'redirected', address };
	return { kind: 'refused', at: 'authorization', status, error, description: answer.get('error_description') ?? '' };
}

/** What the page tells a person: Keycloak's error page, or the line above its form. */
function refusedBy(page: string, status: number, at: Refused['at']): Refused {
	const said =
		/id="kc-error-message"[^>]*>\s*<p[^>]*>([^<]+)</.exec(page)?.[1] ??
		/id="input-error[^"]*"[^>]*>([^<]+)</.exec(page)?.[1] ??
		/kc-feedback-text"[^>]*>([^<]+)</.exec(page)?.[1] ??
		page
			.replace(/<[^>]+>/g, ' ')
			.replace(/\s+/g, ' ')
			.trim()
			.slice(0, 200);
	return { kind: 'refused', at, status, error: 'page', description: unescaped(said.trim()) };
}

const unescaped = (text: string): string =>
	text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&#x3D;', '=');
