// Chains: everything that one port of one enforcer does to a request, read from the whole world. Who enforces decides which
// objects count and how they are read; the rest is order.
import { policiesAt, proxyOf, type Service } from './attach.ts';
import type { Chain, MutualTls } from './chain.ts';
import { customGuards } from './custom.ts';
import { guardsOf, nameOf } from './guards.ts';
import { sidecarMutualTls } from './peer-authentication.ts';
import type { JwtRule } from './policy.ts';
import { verificationAt } from './verification.ts';
import type { Enforcer, Port, World } from './world.ts';
import { ztunnelChain } from './ztunnel/chain.ts';

/**
 * One chain where the port is declared, HTTP before TCP where it is not. At a gateway or waypoint, a port that it does not
 * list has no chain: nobody listens there. `service`: of a waypoint, the first one when undefined.
 */
export function chains(world: World, enforcer: Enforcer, port: number, service?: string): readonly Chain[] {
	if (enforcer.kind === 'ztunnel') return [ztunnelChain(world, enforcer.workload, port)];
	if (enforcer.kind !== 'waypoint')
		return envoyChains(world, enforcer, port, protocolAt(enforcer.ports, port), undefined);
	const served = enforcer.services.find(({ name }) => service === undefined || name === service);
	if (served === undefined) return [];
	const { name, namespace = enforcer.namespace, kind = 'Service' } = served;
	return envoyChains(world, enforcer, port, protocolAt(served.ports, port), { kind, namespace, name });
}

type Envoy = Exclude<Enforcer, { kind: 'ztunnel' }>;
type Speaks = Chain['speaks'];

const protocolAt = (ports: readonly Port[], port: number): Port['protocol'] | undefined =>
	ports.find((each) => each.port === port)?.protocol;

function envoyChains(
	world: World,
	enforcer: Envoy,
	port: number,
	protocol: Port['protocol'] | undefined,
	service: Service | undefined,
): readonly Chain[] {
	if (protocol === undefined && enforcer.kind !== 'sidecar') return [];
	const proxy = proxyOf(enforcer, service);
	const policies = policiesAt(world, proxy);
	const mutualTls = mutualTlsAt(world, enforcer, port, protocol);
	const of = (action: (typeof policies)[number]['action']) => policies.filter((policy) => policy.action === action);
	const allowing = of('ALLOW').filter(({ dryRun }) => !dryRun);
	const denying = of('DENY').filter(({ dryRun }) => !dryRun);
	const asking = of('CUSTOM');
	const verification = verificationAt(world, proxy);
	const splitsPrincipal = verification.some(splits);
	return spoken(enforcer, protocol).map((speaks) => {
		const ways = { speaks, splitsPrincipal };
		const guards = (of: typeof policies) => of.flatMap((policy) => guardsOf(policy, world.mesh, ways));
		return {
			speaks,
			mutualTls,
			verification: speaks === 'http' ? verification : [],
			custom: customGuards(asking, world.mesh, ways),
			deny: guards(denying),
			allow: allowing.length === 0 ? 'everyone' : guards(allowing),
			allowPolicies: allowing.map(nameOf),
		};
	});
}

const splits = ({ spaceDelimitedClaims }: JwtRule): boolean =>
	spaceDelimitedClaims.includes('iss') || spaceDelimitedClaims.includes('sub');

/** Protocols of which the Envoy reads the requests; `https` only where it ends TLS itself. */
function spoken({ kind }: Envoy, protocol: Port['protocol'] = 'undeclared'): readonly Speaks[] {
	switch (protocol) {
		case 'http':
		case 'http2':
		case 'grpc':
			return ['http'];
		case 'https':
			return kind === 'gateway' ? ['http'] : ['tcp'];
		case 'tcp':
		case 'tls':
			return ['tcp'];
		case 'undeclared':
			return ['http', 'tcp'];
	}
}

/** PeerAuthentications speak to sidecars. Gateways ask no caller for a certificate, waypoints every one (HBONE). */
function mutualTlsAt(world: World, enforcer: Envoy, port: number, protocol: Port['protocol'] | undefined): MutualTls {
	switch (enforcer.kind) {
		case 'sidecar':
			return sidecarMutualTls(world, enforcer.workload, port);
		case 'gateway':
			return { mode: protocol === 'https' || protocol === 'tls' ? 'optional' : 'disabled', object: undefined };
		case 'waypoint':
			return { mode: 'required', object: undefined };
	}
}
