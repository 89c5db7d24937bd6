// `meshgrant graph`: who may call whom, as text for other tools or as a picture.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { AccessModel } from '../../access/model.ts';
import { ExpectedError } from '../../core/expected.ts';
import {
	type CallGraph,
	callGraph,
	listed,
	neighbourhood,
	renderDot,
	renderMermaid,
	visible,
} from '../../report/index.ts';
import { checkKnown, jsonText, openCatalog, partNames, printDiagnostics } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import type { Host } from '../host.ts';
import { environmentOption, serviceOption, todayOption } from '../options.ts';

const formats = ['mermaid', 'dot', 'svg', 'png', 'json'] as const;

interface GraphOptions {
	readonly format: (typeof formats)[number];
	readonly out?: string;
	readonly environment?: string;
	readonly service?: string;
	readonly font?: string;
	readonly quiet: boolean;
	readonly today?: string;
}

/** Adds `graph`: one environment as text or picture; throws an ExpectedError where several could be meant. */
export const addGraph: AddCommand = (program, host, finish) => {
	program
		.command('graph')
		.description('draw who may call whom in one environment')
		.argument('[catalog]', 'catalog file, TypeScript, YAML, or JSON (default: services.catalog.ts)')
		.addOption(new Option('-f, --format <format>', 'output format').choices(formats).default('mermaid'))
		.option('-o, --out <file>', 'write to this file; to standard output otherwise')
		.addOption(environmentOption('draw this environment; needed where the catalog has several'))
		.addOption(serviceOption())
		.option('--font <file>', 'TrueType or OpenType font for png (default: fonts of the system)')
		.option('-q, --quiet', 'print errors only', false)
		.addOption(todayOption())
		.action(async (file: string | undefined, options: GraphOptions) => {
			const read = await openCatalog(host, file, options.today);
			const { catalog, models } = read.synthesis;
			if (options.format !== 'json') printDiagnostics(host, read, options.quiet);
			if (catalog !== undefined && options.service !== undefined) {
				checkKnown('service, client, or gateway', options.service, partNames(catalog));
			}
			const graph = catalog === undefined ? undefined : chosenGraph(models, options);
			if (options.format === 'json') {
				const parts = { environment: graph?.environment ?? null, nodes: graph?.nodes ?? [], edges: graph?.edges ?? [] };
				await deliver(host, options, jsonText('graph', read, parts));
			} else if (graph !== undefined) {
				await deliver(host, options, await draw(host, graph, options));
			}
			finish(catalog === undefined ? exitCodes.badInput : exitCodes.holds);
		});
};

function chosenGraph(models: readonly AccessModel[], { environment, service }: GraphOptions): CallGraph {
	const names = models.map((model) => model.environment);
	if (environment !== undefined) checkKnown('environment', environment, names);
	const [model, ...others] = models.filter((one) => environment === undefined || one.environment === environment);
	if (model === undefined || others.length > 0) {
		throw new ExpectedError(
			'a graph shows one environment, and the catalog has several',
			`add --environment with ${listed(names, 8, 'or')}`,
		);
	}
	const graph = callGraph(model);
	return service === undefined ? graph : neighbourhood(graph, service);
}

async function draw(host: Host, graph: CallGraph, options: GraphOptions): Promise<string | Uint8Array> {
	if (options.format === 'mermaid') return renderMermaid(graph);
	if (options.format === 'dot') return renderDot(graph);
	if (options.format === 'png' && options.out === undefined && host.stdout.isTerminal) {
		throw new ExpectedError('a png picture cannot be shown in a terminal', 'name a file with --out, such as calls.png');
	}
	// Graphviz and the drawing library take a while to load: only where they are needed.
	const picture = await import('../../report/graph/picture.ts');
	if (picture.pictureSize(graph) > picture.pictureMost) {
		throw new ExpectedError(
			`a picture of ${picture.pictureSize(graph)} boxes and arrows cannot be laid out; the limit is ${picture.pictureMost}`,
			'draw a part with --service <name>, or use --format dot with a tool of your own',
		);
	}
	const svg = await picture.renderSvg(graph);
	if (options.format === 'svg') return svg;
	const png = picture.renderPng(svg, options.font === undefined ? [] : [resolve(host.cwd, options.font)]);
	if (png !== 'no-font') return png;
	throw new ExpectedError(
		options.font === undefined
			? 'no font is installed here, so the picture would have no words'
			: `no font was found in \`${options.font}\``,
		'name a .ttf or .otf file with --font, install a font such as DejaVu, or use --format svg',
	);
}

/** To the file, said on stderr, or to stdout. */
async function deliver(host: Host, { out, quiet }: GraphOptions, content: string | Uint8Array): Promise<void> {
	if (out === undefined) {
		host.stdout.write(content);
		return;
	}
	try {
		await writeFile(resolve(host.cwd, out), content);
		if (!quiet) host.stderr.write(`wrote ${visible(out)}\n`);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new ExpectedError(`\`${out}\` cannot be written: ${why}`, 'name another file with --out');
	}
}
