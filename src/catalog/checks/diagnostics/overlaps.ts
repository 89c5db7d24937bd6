// Ways in that meet: what a weaker one, or an external authorizer, takes from a stronger one.
import { spec } from '../../../core/diagnostic.ts';
import { quote } from '../../../core/quote.ts';

export interface Meeting {
	readonly operation: string;
	readonly scope: string;
	readonly other: string;
	readonly otherScope: string;
}

export const overlapDiagnostics = {
	ACC085: spec<Meeting & { open: string; receiver: string }>({
		severity: 'error',
		title: 'A weaker grant that covers a stronger one',
		message: ({ open, operation, other, otherScope, receiver, scope }) =>
			`${quote(operation)} of ${quote(scope)}, open ${open}, reaches into ${quote(other)} of ${quote(otherScope)} at ${quote(receiver)}`,
		label: ({ otherScope }) => `can be ${quote(otherScope)}, too`,
		why: () =>
			'all that is allowed adds up: a rule that asks for more stops nobody whom another rule lets in with less',
		help: ({ otherScope, scope }) =>
			`name the operations of ${quote(scope)} so that none can be one of ${quote(otherScope)}; one that is only a part of the stronger operation may stand`,
	}),
	ACC086: spec<Meeting & { gateway: string; route: string; environment: string }>({
		severity: 'error',
		title: 'A public operation that reaches into a guarded route',
		message: ({ gateway, operation, other, route, scope }) =>
			`at ${quote(gateway)}, ${quote(operation)} of public ${quote(scope)} reaches into ${quote(other)} behind route ${quote(route)}`,
		label: ({ environment, otherScope }) => `also lets requests for ${quote(otherScope)} pass in ${quote(environment)}`,
		why: () => 'what is public passes the gateway without a token, whichever receiver its path then leads to',
		help: ({ route, scope }) =>
			`name the operations of ${quote(scope)} more narrowly, or move route ${quote(route)} to another host or prefix`,
	}),
	ACC087: spec<Meeting & { gateway: string; environment: string }>({
		severity: 'error',
		title: 'An API key that stands before another way in',
		message: ({ gateway, operation, other, otherScope, scope }) =>
			`at ${quote(gateway)}, ${quote(operation)} of ${quote(scope)} by API key reaches into ${quote(other)} of ${quote(otherScope)}`,
		label: ({ environment, otherScope }) => `also judges callers of ${quote(otherScope)} in ${quote(environment)}`,
		why: () =>
			'the external authorizer is asked first and about every request, so callers with a token but no key would be refused, and those with a key need no token',
		help: () => 'name the operations so that none is both, or give callers with API keys a gateway of their own',
	}),
};
