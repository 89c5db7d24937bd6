// Cases about the token: N1 to N4, N7, N11.
import type { Expected, Line, Requirement } from './case.ts';
import { forbidden, unauthorized } from './case.ts';
import type { Context } from './context.ts';
import type { Flaw } from './flaw.ts';

export const tokenCases: readonly ((context: Context) => readonly Line[])[] = [
	flawed('N1', 'other issuer', 'a token of another issuer', () => unauthorized),
	// A gateway takes tokens for all receivers behind it, so that there the rule may be what refuses.
	flawed('N2', 'other audience', 'a token for another receiver', ({ refusalOf }) =>
		refusalOf({ flaw: 'other audience' }),
	),
	flawed('N3', 'expired', 'an expired token', () => unauthorized),
	flawed('N4', 'without scope', 'a token without the scope', () => forbidden),
	flawed('N4', 'longer scope', 'a token with a scope that only begins like it', () => forbidden),
	({ hasToken, row, leaveOut }) =>
		hasToken ? row('N7', 'no token', { expected: forbidden }) : leaveOut('N7', noToken, 'no token'),
	flawed('N11', 'other kind', 'a token of the other kind', () => forbidden),
];

const noToken = 'the grant asks for no token';

function flawed(requirement: Requirement, flaw: Flaw, what: string, expected: (context: Context) => Expected) {
	return (context: Context): readonly Line[] =>
		context.hasToken
			? context.row(requirement, what, { flaw, expected: expected(context) })
			: context.leaveOut(requirement, noToken, what);
}
