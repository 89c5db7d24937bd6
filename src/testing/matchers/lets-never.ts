// An invariant: no request at all goes from here to there, whatever its path, port, headers or token.
import type { Workload } from '../../access/model.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { quote } from '../../core/quote.ts';
import type { Scene } from '../../decide/index.ts';
import { letIn } from '../../prove/index.ts';
import type { Enforcer } from '../../semantics/istio/index.ts';
import { pattern, someText } from '../../traffic/pattern.ts';
import { all, any, not, type Predicate } from '../../traffic/predicate.ts';
import type { Access, ManifestAccess } from '../access.ts';
import { exampleText } from '../ask.ts';
import { type Outcome, outcome } from '../outcome.ts';
import { readRequest } from '../request-text.ts';

/** From whom to whom nothing may pass. */
export interface Never {
	/** As in a call: a service, a client, `anyone`; on manifests `spiffe://…` or `plaintext`. */
	readonly from: string;
	readonly to: string;
	/** Only this request. @default whatever is asked */
	readonly request?: string;
}

/**
 * Holds where the proxies of the receiver let nothing in from there: neither with the caller's certificate nor, since
 * everybody can leave that away, without any. About a client outside, and `anyone`: nothing with its token, or with none.
 * Exact, on all requests; throws where that cannot be decided.
 */
export function letsNever(access: Access | ManifestAccess, never: Never): Outcome {
	const { from, to, request } = never;
	const sender = senderOf(access, from);
	const wanted = request === undefined ? sender : all([sender, readRequest(request).matches]);
	const what = `${from} → ${to}${request === undefined ? '' : `: ${request}`}`;
	for (const { name, enforcer } of enforcersAt(access.scene, to)) {
		if (enforcer === undefined) {
			return outcome(false, () => `expected nothing to pass, and no proxy stands before \`${to}\`: ${what}`);
		}
		const found = letIn(access.world, enforcer, wanted);
		if (found.kind === 'undecided') throw new Error(`nobody knows whether anything passes: ${what}\n\n${found.why}`);
		if (found.kind === 'nothing') continue;
		return outcome(
			false,
			() => `expected nothing to pass, and this does: ${what}\n\n${exampleText(access, name, found.request)}`,
		);
	}
	const [doubt] = access.scene.problems.filter(({ kind }) => kind === 'unreadable' || kind === 'unmodelled');
	if (doubt !== undefined)
		throw new Error(`nobody knows whether anything passes: ${what}\n\n${doubt.object}: ${doubt.what}`);
	return outcome(true, () => `expected something to pass, and nothing does: ${what}`);
}

/** Those of the receiver, and the waypoint before it. */
function enforcersAt(
	{ found }: Scene,
	to: string,
): readonly { readonly name: string; readonly enforcer: Enforcer | undefined }[] {
	const fits = ({ name, namespace, services }: (typeof found)[number]): boolean => {
		const names = [name, ...services.map((service) => service.name)];
		return names.some((one) => one === to || `${namespace}/${one}` === to);
	};
	const there = found.filter(fits);
	if (there.length === 0) {
		const known = found.map(({ namespace, name }) => (to.includes('/') ? `${namespace}/${name}` : name));
		throw new Error(
			`there is no ${quote(to)}\n  help: ${didYouMean(nearest(to, known), 'name a workload, Service, or Gateway')}`,
		);
	}
	const before = found.filter(({ namespace, name }) =>
		there.some(({ waypoint }) => waypoint === `${namespace}/${name}`),
	);
	return [...there, ...before].map((one) => ({ name: `${one.namespace}/${one.name}`, enforcer: one.enforcer }));
}

const hasCertificate: Predicate = { kind: 'text', attribute: 'peer', pattern: someText };
const peerIs = (identity: string): Predicate => ({ kind: 'text', attribute: 'peer', pattern: pattern(identity) });

function senderOf(access: Access | ManifestAccess, from: string): Predicate {
	const nobody = not(hasCertificate);
	if (from === 'plaintext' || from === 'tls') return nobody;
	if (from.startsWith('spiffe://')) {
		const domain = `spiffe://${access.scene.mesh.trustDomain}/`;
		if (from.startsWith(domain)) return any([peerIs(from), nobody]);
		throw new Error(`${quote(from)} is of another mesh: its certificates begin with ${quote(domain)}`);
	}
	if (access.kind === 'manifests') {
		throw new Error(`${quote(from)} is no identity\n  help: on manifests a caller is \`spiffe://…\` or \`plaintext\``);
	}
	const { model, scene } = access;
	if (from === 'anyone') return all([nobody, not({ kind: 'verified' })]);
	const workload = model.workloads.find(({ name }) => name === from);
	if (workload !== undefined) return any([peerIs(identityOf(workload)), nobody]);
	if (Object.hasOwn(scene.data.clients ?? {}, from)) return { kind: 'claim', path: ['azp'], pattern: pattern(from) };
	const known = [...model.workloads.map(({ name }) => name), ...Object.keys(scene.data.clients ?? {})];
	throw new Error(
		`the catalog has no caller ${quote(from)}\n  help: ${didYouMean(nearest(from, known), 'name a service or a client')}`,
	);
}

const identityOf = ({ principal: { trustDomain, namespace, serviceAccount } }: Workload): string =>
	`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
