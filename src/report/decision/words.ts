// Verdicts and their reasons in words.

import { unreachable } from '../../core/invariant.ts';
import type { Answer, Hop } from '../../decide/index.ts';
import type { Decision, Reason, Request } from '../../semantics/istio/index.ts';
import { listed } from '../text/words.ts';

/** `ALLOW`, `DENY 403`, `DENY, connection closed`, `UNDECIDED`. */
export function verdictText({ verdict, hops }: Answer): string {
	if (verdict !== 'deny') return verdict.toUpperCase();
	const status = statusOf(hops);
	return status === 'closed' ? 'DENY, connection closed' : `DENY ${status}`;
}

/** The status that the caller sees of a refusal. */
export function statusOf(hops: readonly Hop[]): number | 'closed' | undefined {
	const refused = hops.find(({ decision }) => decision?.decision === 'deny')?.decision;
	return refused?.decision === 'deny' ? refused.status : undefined;
}

/** Which rule or object settled it, as a sentence without a full stop. */
function reasonText(because: Reason): string {
	switch (because.step) {
		case 'mutual-tls':
			return because.object === undefined
				? 'mutual TLS is asked for, and the caller shows no certificate'
				: `PeerAuthentication ${because.object} asks for mutual TLS, and the caller shows no certificate`;
		case 'trust-domain':
			return `its certificate is of trust domain \`${because.trustDomain}\`, which the mesh does not know`;
		case 'http':
			return because.what;
		case 'external':
			return `${rule(because)} asks the authorizer \`${because.provider}\`, which refuses`;
		case 'external-unusable':
			return `${rule(because)} asks the authorizer \`${because.provider}\`, which cannot be used, and so refuses`;
		case 'token':
			return `the token ${because.what}${because.issuer === '' ? '' : ` (checked for issuer ${because.issuer})`}`;
		case 'deny':
			return `${rule(because)} denies it`;
		case 'allow':
			return `${rule(because)} allows it`;
		case 'no-allow':
			return `no rule of ${because.policies.length === 1 ? 'the policy' : 'the policies'} ${listed(because.policies, 4)} allows it`;
		case 'no-policy':
			return 'no ALLOW policy selects it, so whatever is not denied passes';
		default:
			return unreachable(because);
	}
}

/** Rules are counted from 0 and written as paths, so that `rules[1]` is found in the manifest as it stands. */
const rule = ({ policy, rule: index }: { readonly policy: string; readonly rule: number }): string =>
	`AuthorizationPolicy ${policy}, rules[${index}],`;

/** What one proxy did, as a sentence: `the sidecar lets it pass: …`. */
export function hopText({ proxy, decision }: Hop): string {
	if (decision === undefined) return 'no proxy stands before it, so everything passes';
	return `the ${proxyWords[proxy]} ${actText(decision)}: ${reasonText(decision.because)}`;
}

function actText(decision: Decision): string {
	if (decision.decision === 'allow') return 'lets it pass';
	return decision.status === 'closed' ? 'closes the connection' : `answers ${decision.status}`;
}

const proxyWords: Readonly<Record<Hop['proxy'], string>> = {
	sidecar: 'sidecar',
	gateway: 'gateway',
	waypoint: 'waypoint',
	ztunnel: 'ztunnel',
	none: 'pod',
};

/** What the tokens of a request say, in the words of policies; empty without tokens. */
export function tokensText({ http }: Request): readonly string[] {
	return (http?.tokens ?? []).map(({ claims, state }) => {
		const good = state === 'valid' ? '' : `${state}; `;
		if (claims === undefined) return `${good}a text that is no JWT`;
		const names = ['iss', 'azp', 'client_id', 'aud', 'scope', 'sid'];
		const rest = Object.keys(claims).filter((name) => !names.includes(name) && name !== 'sub');
		const said = [...names, ...rest].flatMap((name) => (name in claims ? [`${name} ${valueText(claims[name])}`] : []));
		return `${good}${said.join(', ')}`;
	});
}

const valueText = (value: unknown): string => {
	if (typeof value === 'string') return value === '' ? '(empty)' : value;
	return Array.isArray(value) && value.every((one) => typeof one === 'string')
		? value.join(' ')
		: JSON.stringify(value);
};
