// Cases about who calls: N6, N8, N9, N10.
import { closed, type Expected, forbidden, type Line } from './case.ts';
import { type Context, identity } from './context.ts';
import { needsNoToken } from './places.ts';

export const callerCases: readonly ((context: Context) => readonly Line[])[] = [around, wrongCaller, undeclared, plain];

const isGateway = ({ place }: Context): boolean => place.side === 'gateway';

/** TCP callers are told nothing. */
const refusal = ({ entry }: Context): Expected => (entry.http === undefined ? closed('no-allow') : forbidden);

function around(context: Context): readonly Line[] {
	const { grant, row, leaveOut } = context;
	if (isGateway(context)) return leaveOut('N6', 'this is the gateway');
	if (grant.presenter.kind !== 'gateway') return leaveOut('N6', 'the grant does not come through a gateway');
	const expected = closed('mutual-tls', 'http');
	return row('N6', 'from outside, straight to the receiver', { flaw: 'none', from: 'tls', expected });
}

function wrongCaller(context: Context): readonly Line[] {
	const { model, place, grant, meant, row, leaveOut } = context;
	const othersToken = otherClient(context);
	if (isGateway(context)) return othersToken;
	const own = identity(grant.presenter);
	const others = model.workloads.filter((each) => each.kind === 'service' && each !== grant.receiver);
	const strangers = others.filter((each) => identity(each) !== own);
	// Where all others may do the same, the case of the first says so.
	const other = strangers.find((each) => meant({ flaw: 'none', from: identity(each) }) === undefined) ?? strangers[0];
	if (other === undefined) return [...othersToken, ...leaveOut('N8', 'no other service has an identity of its own')];
	const change = { flaw: 'none', from: identity(other), expected: refusal(context) } as const;
	return [...othersToken, ...row('N8', `the right token, from ${other.name} at ${place.workload.name}`, change)];
}

/** A real token of another client for the same scope, where there is one that nobody means here. */
function otherClient({ model, grant, hasToken, meant, refusalOf, row, leaveOut }: Context): readonly Line[] {
	if (!hasToken) return leaveOut('N8', 'the grant asks for no token');
	const others = model.grants.filter(
		(other) => !needsNoToken(other) && other.scope === grant.scope && other.actor.kind === grant.actor.kind,
	);
	const of = others.find((other) => other !== grant && meant({ flaw: 'other client', of: other }) === undefined);
	const whose = of === undefined || !('client' in of.actor) ? 'another client' : of.actor.client.id;
	const sent = { flaw: 'other client', of } as const;
	return row('N8', `the token of ${whose}`, { ...sent, expected: refusalOf(sent) });
}

function undeclared(context: Context): readonly Line[] {
	const { model, grant, row, leaveOut } = context;
	if (isGateway(context)) return leaveOut('N9', 'callers of a gateway show no certificate');
	const { namespace, serviceAccount } = grant.presenter.principal;
	const from = (domain: string, space: string, account: string) =>
		`spiffe://${domain}/ns/${space}/sa/${account}` as const;
	const { trustDomain } = model.mesh;
	const expected = refusal(context);
	return [
		...row('N9', 'a stranger in the mesh', { flaw: 'none', from: from(trustDomain, 'default', 'stranger'), expected }),
		...row('N9', 'the same account in another namespace', {
			flaw: 'none',
			from: from(trustDomain, 'elsewhere', serviceAccount),
			expected,
		}),
		...row('N9', 'the same names in another trust domain', {
			flaw: 'none',
			from: from('elsewhere.example', namespace, serviceAccount),
			expected: closed('trust-domain'),
		}),
	];
}

function plain(context: Context): readonly Line[] {
	const { place, entry, row, leaveOut } = context;
	if (isGateway(context)) return leaveOut('N10', 'TLS ends at the gateway');
	const isOpen = place.meaning.isOpen(entry.port);
	const what = isOpen ? 'plaintext, at a port that is open for something else' : 'plaintext';
	const expected = isOpen ? refusal(context) : closed('mutual-tls');
	return row('N10', what, { flaw: 'none', from: 'plaintext', expected });
}
