// Cases about the token: N1 to N4, N7, N11.
import type { Expected, Line, Requirement } from './case.ts';
import { forbidden, unauthorized } from './case.ts';
import type { Context } from './context.ts';
import type { Flaw } from './flaw.ts';

export const tokenCases: readonly ((context: Context) => readonly Line[])[] = [
	flawed('N1', 'other issuer', 'a token of another issuer', unauthorized),
	// A gateway takes tokens for all receivers behind it, so that there the rule may be what refuses.
	(context) =>
		flawed('N2', 'other audience', 'a token for another receiver', {
			kind: 'refused',
			status: [403],
			because: context.place.side === 'gateway' ? ['token', 'no-allow'] : ['token'],
		})(context),
	flawed('N3', 'expired', 'an expired token', unauthorized),
	(context) => {
		const lines = flawed('N4', 'without scope', 'a token without the scope', forbidden)(context);
		const longer = flawed('N4', 'longer scope', 'a token with a scope that only begins like it', forbidden);
		return lines.every(({ kind }) => kind === 'left out') ? lines : [...lines, ...longer(context)];
	},
	withoutToken,
	flawed('N11', 'other kind', 'a token of the other kind', forbidden),
];

const noToken = 'the grant asks for no token';

function flawed(requirement: Requirement, flaw: Flaw, what: string, expected: Expected) {
	return ({ hasToken, opening, row, leaveOut }: Context): readonly Line[] => {
		if (!hasToken) return leaveOut(requirement, noToken);
		// A bad token is refused even where none is asked for; a good one that does not fit is not.
		const isBad = requirement === 'N1' || requirement === 'N3';
		if (opening !== undefined && !isBad) return leaveOut(requirement, opening.why);
		return row(requirement, what, { flaw, expected });
	};
}

function withoutToken({ hasToken, opening, row, leaveOut }: Context): readonly Line[] {
	if (!hasToken) return leaveOut('N7', noToken);
	return opening === undefined ? row('N7', 'no token', { expected: forbidden }) : leaveOut('N7', opening.why);
}
