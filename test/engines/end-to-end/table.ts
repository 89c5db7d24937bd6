// The rows of the table, requirement by requirement: for a use of a grant, the request that must pass and the ones next to it
// that must not.
import type { AccessModel, Grant, Workload } from '../../../src/access/model.ts';
import { printOperation } from '../../../src/traffic/operation.ts';
import { spiffe } from '../generators/requests.ts';
import { type Context, identity } from './context.ts';
import { tricksOn } from './paths.ts';
import { type Asked, type Entry, isMeant, type Place } from './places.ts';
import { allow, type Expected, forbidden, type Line, type Requirement, refused, unauthorized } from './row.ts';
import type { Flaw } from './wallet.ts';

type RowMaker = (context: Context) => readonly Line[];

export const table: readonly RowMaker[] = [
	grantedRows,
	flawRow('N1', 'a token of another realm', 'otherIssuer', unauthorized),
	flawRow('N2', 'a token for another receiver', 'otherAudience', forbidden),
	flawRow('N3', 'an expired token', 'expired', unauthorized),
	flawRow('N4', 'a token with another scope', 'otherScope', forbidden),
	headerRows,
	aroundRows,
	({ hasToken, row, leaveOut }) =>
		hasToken ? row('N7', 'no token', { expected: forbidden }) : leaveOut('N7', 'the grant asks for no token'),
	otherServiceRows,
	undeclaredRows,
	plaintextRows,
	flawRow('N11', 'a token of the other kind', 'otherActor', forbidden),
	trickRows,
];

function grantedRows({ place, entry, hasToken, row, model }: Context): readonly Line[] {
	if (entry.http === undefined) return row('granted', 'as granted', { expected: allow });
	const tenanted = model.tenancy.kind === 'claim' && place.side === 'receiver';
	const expected: Expected = {
		...allow,
		path: entry.http.path,
		...(tenanted ? { tenant: hasToken ? 'of the token' : 'none' } : {}),
		...(hasToken && place.side === 'gateway' ? { forwarded: true } : {}),
	};
	return row('granted', 'as granted', hasToken ? { flaw: 'none', expected } : { expected });
}

function flawRow(requirement: Requirement, what: string, flaw: Flaw, expected: Expected): RowMaker {
	return ({ hasToken, row, leaveOut }) =>
		hasToken ? row(requirement, what, { flaw, expected }) : leaveOut(requirement, 'the grant asks for no token');
}

function headerRows({ model, place, entry, hasToken, row, leaveOut }: Context): readonly Line[] {
	if (entry.http === undefined) return leaveOut('N5', 'TCP has no headers');
	if (model.tenancy.kind === 'none') return leaveOut('N5', 'the catalog has no tenant header');
	const http = { headers: [[model.tenancy.header, 'evil']] } as const;
	const atGateway = place.side === 'gateway';
	// Where a token is verified the proxy takes the header away first; elsewhere the guard refuses it.
	const without: Expected = atGateway || hasToken ? forbidden : { verdicts: ['allow', 403], tenant: 'none' };
	if (!hasToken) return row('N5', 'a header and no token', { http, expected: without });
	const withToken: Expected = atGateway ? forbidden : { ...allow, tenant: 'of the token' };
	return [
		...row('N5', 'a header beside the right token', { flaw: 'none', http, expected: withToken }),
		...row('N5', 'a header and no token', { http, expected: without }),
		...row('N5', 'a token without the tenant, or with another', { flaw: 'otherTenant', expected: forbidden }),
	];
}

function aroundRows({ place, grant, row, leaveOut }: Context): readonly Line[] {
	if (place.side === 'gateway') return leaveOut('N6', 'this is the gateway');
	if (grant.presenter.kind !== 'gateway') return leaveOut('N6', 'the grant does not come through a gateway');
	return row('N6', 'TLS without a certificate', { flaw: 'none', from: 'tls', expected: refused });
}

function otherServiceRows(context: Context): readonly Line[] {
	const { model, place, entry, grant, hasToken, row, leaveOut } = context;
	const othersToken = hasToken
		? row('N8', "another client's token", { flaw: 'otherClient', expected: forbidden })
		: leaveOut('N8', 'the grant asks for no token');
	if (place.side === 'gateway') return othersToken;
	if (isDeclaredOpen(model, place, entry)) return leaveOut('N8', declaredOpen);
	const isFree = (each: Workload): boolean =>
		each !== grant.receiver &&
		each.kind === 'service' &&
		each !== grant.presenter &&
		!mayPass(place, entry, each, grant);
	const other = model.workloads.find(isFree);
	if (other === undefined) return [...othersToken, ...leaveOut('N8', 'every other service may do the same')];
	const expected = entry.http === undefined ? refused : forbidden;
	const inOtherHands = row('N8', `from ${other.name}`, { flaw: 'none', from: identity(other), expected });
	return [...othersToken, ...inOtherHands];
}

function mayPass(place: Place, { host, port, http }: Entry, presenter: Workload, token: Grant): boolean {
	if (http === undefined) return place.entries.some(({ grant }) => grant.presenter === presenter);
	return isMeant(place, { presenter: presenter.name, token, host, port, method: http.method, path: http.path });
}

function undeclaredRows({ model, place, entry, row, leaveOut, grant }: Context): readonly Line[] {
	if (place.side === 'gateway') return leaveOut('N9', 'callers of a gateway show no certificate');
	if (isDeclaredOpen(model, place, entry)) return leaveOut('N9', declaredOpen);
	const { namespace, serviceAccount } = grant.presenter.principal;
	const stranger = spiffe(model.mesh.trustDomain, 'default', 'stranger');
	const expected = entry.http === undefined ? refused : forbidden;
	return [
		...row('N9', 'from a stranger in the mesh', { flaw: 'none', from: stranger, expected }),
		...row('N9', 'from the same names in another trust domain', {
			flaw: 'none',
			from: spiffe('elsewhere.example', namespace, serviceAccount),
			expected: refused,
		}),
		...row('N9', 'from the same account in another namespace', {
			flaw: 'none',
			from: spiffe(model.mesh.trustDomain, 'elsewhere', serviceAccount),
			expected,
		}),
	];
}

function plaintextRows({ model, place, entry, row, leaveOut }: Context): readonly Line[] {
	if (place.side === 'gateway') return leaveOut('N10', 'TLS ends at the gateway');
	const open = openInPlaintext(model, place.workload).filter(({ port }) => port === entry.operation.port);
	if (open.length === 0) return row('N10', 'plaintext', { flaw: 'none', from: 'plaintext', expected: refused });
	if (isDeclaredOpen(model, place, entry)) return leaveOut('N10', declaredOpen);
	return row('N10', 'plaintext, on a port that is open for something else', {
		flaw: 'none',
		from: 'plaintext',
		expected: forbidden,
	});
}

const declaredOpen = 'declared open to all, without mutual TLS';

const isDeclaredOpen = (model: AccessModel, { workload }: Place, { operation }: Entry): boolean =>
	openInPlaintext(model, workload).some((each) => printOperation(each) === printOperation(operation));

const openInPlaintext = ({ plaintext }: AccessModel, workload: Workload | undefined) => [
	...plaintext.filter((each) => each.workload === workload).flatMap(({ operations }) => operations),
	...(workload?.probes.kind === 'direct' ? workload.probes.operations : []),
];

function trickRows({ place, entry, hasToken, grant, row, leaveOut }: Context): readonly Line[] {
	const { http, host, port } = entry;
	if (http === undefined) return leaveOut('N12', 'TCP has no paths');
	const asked: Asked = {
		presenter: grant.presenter.name,
		token: hasToken ? grant : undefined,
		host,
		port,
		method: http.method,
		path: http.path,
	};
	const expect = (change: Partial<Asked>, path: string): Expected =>
		isMeant(place, { ...asked, ...change }) ? { ...allow, path } : forbidden;
	const token = hasToken ? ({ flaw: 'none' } as const) : {};
	const hosts = host === undefined ? [] : [`${host}.evil.example`, `evil-${host}`];
	return [
		...tricksOn(http.path).flatMap(({ what, sent, means }) =>
			row('N12', what, { ...token, http: { path: sent }, expected: expect({ path: means }, means) }),
		),
		...(['PATCH', 'HEAD'] as const).flatMap((method) =>
			row('N12', `method ${method}`, { ...token, http: { method }, expected: expect({ method }, http.path) }),
		),
		...hosts.flatMap((other) =>
			row('N12', `host ${other}`, { ...token, http: { host: other }, expected: expect({ host: other }, http.path) }),
		),
	];
}
