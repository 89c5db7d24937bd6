// Cases about headers: N5. The tenant's, which only the proxy may write, and the one by which proxies tell of certificates.
import type { DueHeader, Expected, Line } from './case.ts';
import { forbidden } from './case.ts';
import { type Context, identity } from './context.ts';

/** The cases of one use. */
export function headerCases(context: Context): readonly Line[] {
	if (context.entry.http === undefined) return context.leaveOut('N5', 'TCP has no headers');
	return [...certificateCases(context), ...tenantCases(context)];
}

/** `X-Forwarded-Client-Cert` names the right caller, and a stranger sends it. */
function certificateCases({ place, grant, model, row, leaveOut }: Context): readonly Line[] {
	if (place.side === 'gateway') return leaveOut('N5', 'callers of a gateway show no certificate');
	const claimed = `By=${identity(grant.receiver)};URI=${identity(grant.presenter)}`;
	const http = { headers: [['x-forwarded-client-cert', claimed]] } as const;
	const from = `spiffe://${model.mesh.trustDomain}/ns/default/sa/stranger` as const;
	return row('N5', 'a stranger whose header names the right caller', { flaw: 'none', from, http, expected: forbidden });
}

function tenantCases({ model, place, grant, hasToken, tenant, meant, row, leaveOut }: Context): readonly Line[] {
	const { tenancy } = model;
	if (tenancy.kind === 'none') return leaveOut('N5', 'the catalog has no tenant header');
	const http = { headers: [[tenancy.header, 'evil']] } as const;
	const due = (value: string | undefined): DueHeader => {
		return { name: tenancy.header.toLowerCase(), values: value === undefined ? [] : [value] };
	};
	const guarded: Expected = { kind: 'refused', status: [403], because: ['deny'] };
	if (place.side === 'gateway') {
		const withToken = hasToken ? ({ flaw: 'none' } as const) : {};
		return row('N5', 'the tenant header from outside', { ...withToken, http, expected: guarded });
	}
	const refused: Expected = { kind: 'refused', status: [403], because: ['deny', 'no-allow'] };
	const cleaned: Expected = { kind: 'cleaned', header: due(undefined) };
	const alone = row('N5', 'a tenant header and no token', {
		http,
		expected: meant({ http }) === undefined ? refused : cleaned,
	});
	if (!hasToken) return alone;
	const passes: Expected = { kind: 'cleaned', header: due(tenant) };
	const isBound = grant.tenant.kind === 'fixed' || grant.tenant.kind === 'any-claimed';
	return [
		...row('N5', 'a tenant header beside the right token', { flaw: 'none', http, expected: passes }),
		...alone,
		...(isBound
			? row('N5', 'a token without the tenant, or with another', { flaw: 'other tenant', expected: forbidden })
			: leaveOut('N5', 'the grant is for all tenants, or for none')),
	];
}
