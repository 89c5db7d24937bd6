// Paths and path templates (pilot/pkg/security/authz/matcher/template.go; Envoy's uri_template matcher).
import { type Pattern, type Piece, pattern, run } from '../../../traffic/pattern.ts';
import type { Predicate } from '../../../traffic/predicate.ts';
import { isAtLeast, since } from '../version.ts';
import { textPattern } from './strings.ts';

const operators: Readonly<Record<string, Piece>> = { '{*}': run('template', 1), '{**}': run('templates', 0) };

/** A value of `paths`. Any operator in it makes the whole value a template, from Istio 1.22 on; before, braces are letters. */
export function path(value: string, istio: string): Predicate {
	const template = /\{\*\*?\}/.test(value) && isAtLeast(istio, since.pathTemplates);
	return { kind: 'text', attribute: 'path', pattern: template ? templatePattern(value) : textPattern(value) };
}

const templatePattern = (value: string): Pattern =>
	pattern(...value.split(/(\{\*\*?\})/).map((part) => operators[part] ?? part));
