// Steps 2 to 6 of authorize.ts for a request: read it, ask the external authorizer, verify its tokens, apply the rules; and
// what the receiver is given when all agree.
import type { Facts } from '../../traffic/facts.ts';
import { type Decision, deny, type Upstream } from './decision.ts';
import { addWritten, type Setting } from './facts/added.ts';
import { requestFacts } from './facts/index.ts';
import { receivedHeaders } from './facts/received.ts';
import { normalize } from './paths/normalize.ts';
import { hasControl, readTarget } from './paths/target.ts';
import type { Prepared } from './prepared.ts';
import type { HttpRequest } from './request.ts';
import { applyRules, askExternal } from './rules.ts';
import { type Message, messageOf, shown, targetWithTokens, textOf } from './tokens/message.ts';
import { isPreflight } from './tokens/preflight.ts';
import { verify } from './tokens/verify.ts';
import type { Enforcer, MeshSettings } from './world.ts';

export interface Asked {
	readonly mesh: MeshSettings;
	readonly enforcer: Enforcer;
	readonly prepared: Prepared;
	readonly connection: Facts;
	/** The caller's address. */
	readonly source: string | undefined;
	readonly http: HttpRequest;
}

/** The decision on a request whose connection stands. Allowed: with what its receiver is given. */
export function authorizeHttp({ mesh, enforcer, prepared, connection, source, http }: Asked): Decision {
	const target = readTarget(http, targetWithTokens(http.path, http.tokens));
	if (target.kind === 'refused') return deny(target.status, { step: 'http', what: target.what });
	const gateway = enforcer.kind === 'gateway';
	const attested = enforcer.kind === 'sidecar' ? connection.peer : undefined;
	const { headers, dropped } = receivedHeaders(http, textOf, { gateway, attested: attested !== undefined });
	const path = normalize(target.path, mesh.pathNormalization);
	if (path === undefined) return deny(400, { step: 'http', what: 'the path holds an escaped NUL' });
	const overTls = attested !== undefined || (gateway && isTlsPort(enforcer, connection.port));
	const setting: Setting = { gateway, overTls, attested, host: target.host, path, source };
	addWritten(prepared.writtenHeaders, headers, setting);
	const message = messageOf(headers, path, http.tokens, dropped);
	const line = { method: http.method, host: target.host };

	if (prepared.custom.length > 0) {
		const before = requestFacts(enforcer, connection, message, line, prepared.addresses);
		const external = askExternal(prepared, before, http.external === 'agrees');
		if (external !== undefined) return deny(externalStatus(external, http, mesh), external);
	}
	if (prepared.verifiers.length > 0 && !isPreflight(http.method, headers)) {
		const refusal = verify(prepared.verifiers, message);
		if (refusal !== undefined) {
			const { issuer, what, status } = refusal;
			return deny(status, { step: 'token', issuer, what });
		}
		if (message.path !== path && headers.has(':path')) headers.set(':path', [message.path]);
	}
	const because = applyRules(prepared, requestFacts(enforcer, connection, message, line, prepared.addresses));
	if (because.step === 'deny' || because.step === 'no-allow') return deny(403, because);
	const broken = message.written.find(([, value]) => hasControl(value));
	if (broken !== undefined) return deny(503, { step: 'http', what: `a claim does not fit into \`${broken[0]}\`` });
	return { decision: 'allow', because, upstream: upstreamOf(message) };
}

const isTlsPort = (enforcer: Extract<Enforcer, { readonly kind: 'gateway' }>, port: number): boolean =>
	enforcer.ports.some((one) => one.port === port && (one.protocol === 'https' || one.protocol === 'tls'));

/** The authorizer's own; over HTTP, one from 500 on is taken for a failure, and so is what no authorizer can be asked. */
function externalStatus(
	{ step, provider }: { readonly step: 'external' | 'external-unusable'; readonly provider: string },
	{ external }: HttpRequest,
	{ extensionProviders }: MeshSettings,
): number {
	if (step === 'external-unusable' || external === 'agrees') return 403;
	const overHttp = extensionProviders.find(({ name }) => name === provider)?.protocol === 'http';
	return overHttp && external.refuses >= 500 ? 403 : external.refuses;
}

const upstreamOf = (message: Message): Upstream => ({
	path: shown(message.path),
	removed: message.removed,
	written: message.written,
	removedParameters: message.removedParameters,
});
