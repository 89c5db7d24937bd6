// Reads one operation of the catalog: `GET /accounts/{id}`, `ANY /static/**`, `shop.Cart/Add`, `TCP`, each with an
// optional ` on <port>`. What proxies would compare differently from how it reads is refused (Envoy's and Istio's path
// normalization, and the alphabet of Istio's path templates).
import type { GrpcOperation, HttpOperation } from '../traffic/operation.ts';
import { httpMethods, type Method } from '../traffic/operation.ts';
import type { Protocol } from '../traffic/principal.ts';
import type { OperationCode } from './diagnostics.ts';
import type { ServiceData } from './input.ts';
import type { ParsedOperation, Part, WrongOperation, WrongPart } from './parsed.ts';
import { parsePath } from './path.ts';
import { portFor } from './port.ts';

/** An operation whose port is not settled. */
type Call = Omit<HttpOperation, 'port'> | Omit<GrpcOperation, 'port'> | { readonly kind: Extract<Protocol, 'tcp'> };

/**
 * The operation that the text means at a receiver with these ports, with its port named, or the first mistake in it
 * with a repaired text where one is near at hand.
 */
export function parseOperation(text: string, ports: ServiceData['ports']): ParsedOperation {
	const tidy = text.trim().replaceAll(/\s+/g, ' ');
	if (tidy !== text) return wrongCall(text, wrong('CAT040', text, tidy), ports);
	const [call, portName] = splitPort(text);
	const parsed = parseCall(call);
	if (parsed.kind === 'wrong') {
		const suffix = portName === undefined ? '' : ` on ${portName}`;
		return wrongCall(text, parsed.repair === '' ? parsed : { ...parsed, repair: `${parsed.repair}${suffix}` }, ports);
	}
	const port = portFor({ text, call, portName, protocol: parsed.value.kind }, ports);
	return port.kind === 'wrong' ? port : { kind: 'ok', operation: { ...parsed.value, port: port.name } };
}

/** A repair is offered only when it is in order as a whole. */
function wrongCall(text: string, { code, part, repair }: WrongPart, ports: ServiceData['ports']): WrongOperation {
	const isGood = repair !== '' && parseOperation(repair, ports).kind === 'ok';
	return { kind: 'wrong', code, parameters: { text, part, repair: isGood ? repair : '', ports: '' } };
}

/** `TCP on db` → `TCP`, `db`. */
function splitPort(text: string): readonly [string, string | undefined] {
	const at = text.lastIndexOf(' on ');
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 4)];
}

const wrong = (code: OperationCode, part: string, repair = ''): WrongPart => ({ kind: 'wrong', code, part, repair });

function parseCall(text: string): Part<Call> {
	if (text === 'TCP') return { kind: 'ok', value: { kind: 'tcp' } };
	if (text.toUpperCase() === 'TCP') return wrong('CAT040', text, 'TCP');
	const space = text.indexOf(' ');
	if (space >= 0) return parseHttp(text.slice(0, space), text.slice(space + 1));
	return text.startsWith('/') || !text.includes('/') ? parseBare(text) : parseGrpc(text);
}

function parseHttp(word: string, pathText: string): Part<Call> {
	const method = parseMethod(word);
	const path = parsePath(pathText);
	if (method.kind === 'wrong') {
		if (method.repair === '') return method;
		return { ...method, repair: path.kind === 'ok' ? `${method.repair} ${pathText}` : '' };
	}
	if (path.kind === 'wrong') return { ...path, repair: path.repair === '' ? '' : `${word} ${path.repair}` };
	return { kind: 'ok', value: { kind: 'http', method: method.value, path: path.value } };
}

function parseMethod(word: string): Part<Method> {
	if (word === 'ANY') return { kind: 'ok', value: { kind: 'any' } };
	const exact = httpMethods.find((method) => method === word);
	if (exact !== undefined) return { kind: 'ok', value: { kind: 'exactly', method: exact } };
	const upper = word.toUpperCase();
	if (word === '*' || upper === 'ANY' || upper === 'ALL') return wrong('CAT041', word, 'ANY');
	return wrong('CAT041', word, httpMethods.find((method) => method === upper) ?? '');
}

/** One word without a method: nearly a path, a method alone, or nothing that is known. */
function parseBare(text: string): Part<never> {
	const withoutSlash = text.slice(1);
	if (grpcMethod.test(withoutSlash) && withoutSlash.includes('.')) return wrong('CAT052', text, withoutSlash);
	return wrong('CAT040', text);
}

const grpcMethod = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*\/[A-Za-z_]\w*$/;

function parseGrpc(text: string): Part<Call> {
	if (!grpcMethod.test(text)) return wrong('CAT052', text);
	const slash = text.indexOf('/');
	return { kind: 'ok', value: { kind: 'grpc', service: text.slice(0, slash), method: text.slice(slash + 1) } };
}
