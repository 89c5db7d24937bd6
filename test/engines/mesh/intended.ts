// The catalog's own meaning as a judge of requests: what each workload's grants say, without any manifest. Tokens, paths and
// headers are read as proxies read them; whom they let in is the catalog's word alone.
import type { AccessModel, Workload } from '../../../src/access/model.ts';
import { concerns, type Intended, intended } from '../../../src/prove/intended/index.ts';
import { authorizerOf } from '../../../src/semantics/istio/authorize.ts';
import {
	type Chain,
	defaultSettings,
	type Enforcer,
	type JwtRule,
	type Request,
} from '../../../src/semantics/istio/index.ts';
import { all, any, everything, nothing, type Predicate } from '../../../src/traffic/predicate.ts';

/** Whether the catalog lets in a request at this workload's proxy. */
export function catalogJudge(
	model: AccessModel,
	workload: Workload,
	enforcer: Enforcer,
): (request: Request) => boolean {
	const concern = concerns(model).find((each) => each.workload === workload);
	if (concern === undefined) throw new Error(`the model has no ${workload.name}`);
	const judge = (agrees: boolean) =>
		authorizerOf({ ...defaultSettings, trustDomain: model.mesh.trustDomain }, enforcer, (port) => {
			const declared = workload.ports.find(({ targetPort }) => targetPort === port);
			return declared === undefined
				? []
				: [chainOf(model, workload, declared.protocol, intended(model, concern, declared), agrees)];
		});
	const [agreed, refused] = [judge(true), judge(false)];
	return (request) => {
		const external = request.http === undefined ? request.external !== 'refuses' : request.http.external === 'agrees';
		return (external ? agreed : refused)(request).decision === 'allow';
	};
}

/** A proxy that does what the catalog says: takes its tokens, and has one rule for all that is granted. */
function chainOf(
	model: AccessModel,
	workload: Workload,
	protocol: Workload['ports'][number]['protocol'],
	{ intents, always, tokens }: Intended,
	agrees: boolean,
): Chain {
	const granted = all([always, any(intents.map(({ admits }) => admits))]);
	return {
		speaks: protocol === 'tcp' ? 'tcp' : 'http',
		// Who must show a certificate is said by the grants.
		mutualTls: { mode: workload.kind === 'gateway' ? 'disabled' : 'optional', object: undefined },
		verification: protocol === 'tcp' ? [] : tokens.map((taken) => jwtRule(model, workload, taken)),
		custom: [],
		deny: [],
		allow: [{ policy: 'the catalog', rule: 0, matches: assuming(granted, agrees) }],
		allowPolicies: ['the catalog'],
	};
}

function jwtRule(
	{ tenancy }: AccessModel,
	{ kind }: Workload,
	{ issuer, audiences }: Intended['tokens'][number],
): JwtRule {
	const copied =
		tenancy.kind === 'claim' && kind !== 'gateway' ? [{ header: tenancy.header, claim: tenancy.claim }] : [];
	return {
		object: 'the catalog',
		issuer: issuer.issuer,
		audiences,
		// Tokens stand there and nowhere else.
		fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
		fromParams: [],
		fromCookies: [],
		forwardOriginalToken: true,
		outputPayloadToHeader: undefined,
		outputClaimToHeaders: copied,
		spaceDelimitedClaims: [],
		jwksUri: undefined,
		jwks: undefined,
	};
}

/** The predicate where every external authorizer agrees, or none does. */
function assuming(predicate: Predicate, agrees: boolean): Predicate {
	switch (predicate.kind) {
		case 'agrees':
			return agrees ? everything : nothing;
		case 'all':
		case 'any':
			return { ...predicate, of: predicate.of.map((part) => assuming(part, agrees)) };
		case 'not':
			return { ...predicate, of: assuming(predicate.of, agrees) };
		default:
			return predicate;
	}
}
