// What the catalog grants at one place, as predicates: the intent against which manifests are held. Read from the access
// model alone, by code that knows nothing of policies. A place is one port of a workload, as its proxy counts ports.
import type { AccessModel, Workload } from '../../access/model.ts';
import { anyText } from '../../traffic/pattern.ts';
import { all, any, everything, header, not, type Predicate } from '../../traffic/predicate.ts';
import type { Port } from '../../traffic/principal.ts';
import { type Concern, concerns } from './concern.ts';
import { gatewayIntents } from './gateway.ts';
import type { Intent } from './intent.ts';
import { receiverIntents } from './receiver.ts';
import { namesSubject, type Taken, tokenIsTaken, tokensTaken } from './token.ts';

export { type Concern, concerns } from './concern.ts';
export type { Intent } from './intent.ts';
export type { Taken } from './token.ts';

/** What the catalog lets in at one port. */
export interface Intended {
	readonly intents: readonly Intent[];
	/** Holds for every intent besides. */
	readonly always: Predicate;
	/** Whose tokens are verified here. */
	readonly tokens: readonly Taken[];
}

/** What the catalog lets in at one port of the workload: nothing at a port that it does not name, or when it is off. */
export function intended(model: AccessModel, concern: Concern, port: Port | undefined): Intended {
	const { workload, entrances, received } = concern;
	const isGateway = workload.kind === 'gateway';
	if (workload.state.kind === 'disabled') return { intents: [], always: everything, tokens: [] };
	const tokens = tokensTaken(isGateway ? entrances.map(({ grant }) => grant) : received);
	if (port === undefined) return { intents: [], always: everything, tokens };
	const intents = isGateway ? gatewayIntents(model, concern) : receiverIntents(model, concern, port);
	const always =
		port.protocol === 'tcp'
			? everything
			: all([tokenIsTaken(tokens), tenantHeader(model, isGateway || tokens.length === 0)]);
	return { intents, always, tokens };
}

/** Each reason for which the catalog lets requests in at a container port of the workload, whole. */
export function intentsAt(model: AccessModel, workload: Workload, port: number): readonly Intent[] {
	const concern = concerns(model).find((one) => one.workload === workload);
	if (concern === undefined) return [];
	const declared = workload.ports.find(({ targetPort }) => targetPort === port);
	const { intents, always } = intended(model, concern, declared);
	return intents.map((intent) => ({ ...intent, admits: all([intent.admits, always]) }));
}

/**
 * The tenant header is the proxy's to write (requirement R5). With a verified token the proxy overwrites what was sent; a
 * request without one may not bring the header. A gateway never writes it, nor a proxy that takes no tokens, so there nobody may
 * bring it.
 */
function tenantHeader({ tenancy }: AccessModel, isNeverWritten: boolean): Predicate {
	if (tenancy.kind === 'none') return everything;
	const absent = not(header(tenancy.header.toLowerCase(), anyText));
	return isNeverWritten ? absent : any([absent, namesSubject]);
}
