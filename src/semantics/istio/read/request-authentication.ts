// RequestAuthentication (istio/api security/v1beta1/request_authentication.proto, its CRD, and istiod's webhook).
import type { JwtRule, RequestAuthentication } from '../policy.ts';
import { readAttachment } from './attachment.ts';
import { type Fields, readFields, readFlag, readList, readText, readTexts } from './fields.ts';
import { readMetadata, readSpec, refuseDryRun } from './object.ts';
import { type Notes, note } from './problem.ts';

const specFields = new Set(['selector', 'targetRef', 'targetRefs', 'jwtRules']);
const ruleFields = new Set([
	'issuer',
	'audiences',
	'jwksUri',
	'jwks_uri',
	'jwks',
	'fromHeaders',
	'fromParams',
	'fromCookies',
	'outputPayloadToHeader',
	'outputClaimToHeaders',
	'forwardOriginalToken',
	'timeout',
	'spaceDelimitedClaims',
]);
const placeFields = new Set(['name', 'prefix']);
const copyFields = new Set(['header', 'claim']);

/** Undefined when the object is not readable. */
export function readRequestAuthentication(notes: Notes, object: Fields): RequestAuthentication | undefined {
	const metadata = readMetadata(notes, object);
	const { namespace, name, created } = metadata;
	refuseDryRun(notes, metadata);
	const spec = readSpec(notes, object, specFields);
	const attachment = readAttachment(notes, spec);
	const list = readList(notes, spec.jwtRules, 'spec.jwtRules');
	if (list.length > 4096) note(notes, 'refused', 'spec.jwtRules', `${list.length} rules`, 'at most 4096 are allowed');
	const jwtRules = list.flatMap((item, index) =>
		readJwtRule(notes, item, `spec.jwtRules[${index}]`, `${namespace}/${name}`),
	);
	return notes.readable ? { namespace, name, created, attachment, jwtRules } : undefined;
}

function readJwtRule(notes: Notes, value: unknown, path: string, object: string): readonly JwtRule[] {
	const fields = readFields(notes, value, path, ruleFields);
	if (fields === undefined) return [];
	const text = (name: string) => readText(notes, fields[name], `${path}.${name}`);
	const texts = (name: string) => readFull(notes, readTexts(notes, fields[name], `${path}.${name}`), `${path}.${name}`);
	const rule: JwtRule = {
		object,
		issuer: text('issuer') || undefined,
		audiences: texts('audiences'),
		fromHeaders: readPlaces(notes, fields.fromHeaders, `${path}.fromHeaders`),
		fromParams: texts('fromParams'),
		fromCookies: texts('fromCookies'),
		forwardOriginalToken: readFlag(notes, fields.forwardOriginalToken, `${path}.forwardOriginalToken`),
		outputPayloadToHeader: text('outputPayloadToHeader') || undefined,
		outputClaimToHeaders: readCopies(notes, fields.outputClaimToHeaders, `${path}.outputClaimToHeaders`),
		spaceDelimitedClaims: texts('spaceDelimitedClaims'),
		jwksUri: (text('jwksUri') ?? text('jwks_uri')) || undefined,
		jwks: text('jwks') || undefined,
	};
	checkKeys(notes, path, fields, rule);
	if (rule.spaceDelimitedClaims.length > 64) {
		note(
			notes,
			'refused',
			`${path}.spaceDelimitedClaims`,
			`${rule.spaceDelimitedClaims.length} claims`,
			'at most 64 are allowed',
		);
	}
	return [rule];
}

/** The keys of a rule, and how long istiod waits for them. */
function checkKeys(notes: Notes, path: string, fields: Fields, { issuer, jwksUri, jwks }: JwtRule): void {
	const refuse = (name: string, what: string, why: string) => note(notes, 'refused', `${path}.${name}`, what, why);
	if (issuer === undefined && jwksUri === undefined) refuse('issuer', 'no issuer', 'a rule has an issuer or a jwksUri');
	for (const name of ['issuer', 'jwksUri', 'jwks_uri']) {
		if (fields[name] === '') refuse(name, 'an empty text', 'it has at least one letter; leave it out instead');
	}
	const sources = ['jwksUri', 'jwks_uri', 'jwks'].filter((name) => typeof fields[name] === 'string');
	if (sources.length > 1) refuse('jwks', sources.join(' and '), 'only one of them may be set');
	if (jwksUri !== undefined && !isUrl(jwksUri)) {
		refuse('jwksUri', `\`${jwksUri}\``, 'it is a URL with http or https, of 2048 letters at most');
	}
	if (jwks !== undefined && !isKeySet(jwks))
		refuse('jwks', 'a text that is no JWKS', 'it is a key or a key set (RFC 7517) as JSON');
	const timeout = readText(notes, fields.timeout, `${path}.timeout`);
	if (timeout !== undefined && !(milliseconds(timeout) >= 1)) {
		refuse('timeout', `\`${timeout}\``, 'it is a duration of 1 ms or more, such as `5s`');
	}
}

const units: ReadonlyMap<string, number> = new Map([
	['h', 3_600_000],
	['m', 60_000],
	['s', 1000],
	['ms', 1],
]);

/** The length of a duration such as `1m30s`; not a number for a text that is none. */
function milliseconds(duration: string): number {
	if (!/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(duration)) return Number.NaN;
	const parts = [...duration.matchAll(/([\d.]+)([a-z]+)/g)];
	return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units.get(unit) ?? 0), 0);
}

/** As Go's url.Parse reads it, which takes an empty host. */
const isUrl = (text: string): boolean =>
	text.length <= 2048 &&
	/^https?:\/\/(?:[^\s:/?#]*|\[[^\s\]]*\])(?::\d*)?(?:[/?#]\P{Cc}*)?$/iu.test(text) &&
	!/%(?![0-9a-f]{2})/i.test(text);

function isKeySet(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && ('keys' in value || 'kty' in value);
	} catch {
		return false;
	}
}

function readFull(notes: Notes, values: readonly string[], path: string): readonly string[] {
	if (values.includes('')) note(notes, 'refused', path, 'an empty text', 'it has at least one letter');
	return values;
}

function readPlaces(notes: Notes, value: unknown, path: string): JwtRule['fromHeaders'] {
	return readList(notes, value, path).flatMap((item, index) => {
		const here = `${path}[${index}]`;
		const fields = readFields(notes, item, here, placeFields) ?? {};
		const name = readText(notes, fields.name, `${here}.name`) ?? '';
		if (name === '') note(notes, 'refused', `${here}.name`, 'nothing', 'a header has a name');
		return [{ name, prefix: readText(notes, fields.prefix, `${here}.prefix`) ?? '' }];
	});
}

function readCopies(notes: Notes, value: unknown, path: string): JwtRule['outputClaimToHeaders'] {
	return readList(notes, value, path).flatMap((item, index) => {
		const here = `${path}[${index}]`;
		const fields = readFields(notes, item, here, copyFields) ?? {};
		const header = readText(notes, fields.header, `${here}.header`) ?? '';
		const claim = readText(notes, fields.claim, `${here}.claim`) ?? '';
		if (!/^[-_A-Za-z0-9]+$/.test(header)) {
			note(notes, 'refused', `${here}.header`, `\`${header}\``, 'a header here has only letters, digits, `-` and `_`');
		}
		if (claim === '') note(notes, 'refused', `${here}.claim`, 'nothing', 'a claim has a name');
		return [{ header, claim }];
	});
}
