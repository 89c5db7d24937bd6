// Whether a proxy lets in any request of some kind, at whatever port: the question behind "never from X to Y". Exact, like
// the proof itself, and for anybody's manifests.
import { compare, witness } from '../regions/index.ts';
import { authorizer, chains, type Enforcer, type Request, type World } from '../semantics/istio/index.ts';
import { all, nothing, type Predicate } from '../traffic/predicate.ts';
import { domainsOf, withOneClient } from './domains.ts';
import { admitted, possible } from './effective/admitted.ts';
import { atPort } from './effective/at-port.ts';
import { otherPorts } from './effective/places.ts';
import { requestOf } from './request.ts';

export type LetIn =
	| { readonly kind: 'nothing' }
	/** One that passes, and that the evaluator lets pass, too. */
	| { readonly kind: 'request'; readonly request: Request }
	| { readonly kind: 'undecided'; readonly why: string };

/** A request that has what is wanted and passes this proxy; `nothing` where there is none, on any port that it guards. */
export function letIn(world: World, enforcer: Enforcer, wanted: Predicate): LetIn {
	let found: LetIn = { kind: 'nothing' };
	for (const at of portsOf(world, enforcer)) {
		const here = letInAt(world, enforcer, at, wanted);
		if (here.kind === 'request') return here;
		if (here.kind === 'undecided') found = here;
	}
	return found;
}

interface At {
	readonly port: number;
	/** At a waypoint. */
	readonly service: string | undefined;
}

/** The declared ports; at a pod those that some policy names, too, and one that nothing names. */
function portsOf(world: World, enforcer: Enforcer): readonly At[] {
	if (enforcer.kind === 'waypoint') {
		return enforcer.services.flatMap(({ name, ports }) => ports.map(({ port }) => ({ port, service: name })));
	}
	const declared = new Map(enforcer.ports.map((port) => [port.port, port]));
	const others = enforcer.kind === 'gateway' ? [] : otherPorts(world, enforcer, declared);
	return [...declared.keys(), ...others].map((port) => ({ port, service: undefined }));
}

function letInAt(world: World, enforcer: Enforcer, { port, service }: At, wanted: Predicate): LetIn {
	const domains = enforcer.kind === 'gateway' ? 'gateway' : 'sidecar';
	const origin = { file: '', line: 0, column: 0, path: '' };
	for (const chain of chains(world, enforcer, port, service)) {
		const { speaks } = chain;
		const passing = all([atPort(admitted(chain, enforcer.kind), port), possible(enforcer.kind, chain), wanted]);
		const compared = compare(passing, nothing, withOneClient(domainsOf(world.mesh, speaks, domains)));
		if (compared.kind === 'equal') continue;
		if (compared.kind === 'undecided') return compared;
		const example = witness(compared.cut, compared.onlyLeft);
		if (example === undefined) continue;
		const place = { workload: service ?? 'receiver', namespace: '', port, speaks, origin };
		const request = { ...requestOf(example, place), ...(service === undefined ? {} : { service }) };
		const confirmed = authorizer(world, enforcer)(request).decision === 'allow';
		return confirmed
			? { kind: 'request', request }
			: {
					kind: 'undecided',
					why: `the evaluator does not confirm a request that was found: ${JSON.stringify(request)}`,
				};
	}
	return { kind: 'nothing' };
}
