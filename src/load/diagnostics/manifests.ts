// What can be wrong with a folder, file or stream of manifests, beyond what is wrong with any text.
import type { DiagnosticTable } from '../../core/diagnostic.ts';
import { spec } from '../../core/diagnostic.ts';

export const manifestDiagnostics = {
	LOD060: spec<{ readonly file: string }>({
		severity: 'error',
		title: 'manifests not found',
		message: ({ file }) => `there is no folder or file \`${file}\``,
		label: () => 'not found',
		why: () => 'without manifests everything would pass, and that would be no answer',
		help: () => 'check the name, or pipe the manifests in: `kubectl get … -o yaml | meshgrant decide --manifests - …`',
	}),
	LOD061: spec<{ readonly file: string }>({
		severity: 'error',
		title: 'no manifest in what was given',
		message: ({ file }) => `\`${file}\` holds no Kubernetes object`,
		label: () => 'no object with `apiVersion` and `kind`',
		why: () => 'without manifests everything would pass, and that would be no answer',
		help: () =>
			'name the folder or file of the manifests; in a folder, files ending in `.yaml`, `.yml`, and `.json` are read',
	}),
	LOD062: spec<{ readonly what: string }>({
		severity: 'note',
		title: 'document that is no Kubernetes object',
		message: ({ what }) => `${what} is no Kubernetes object, so it is left out`,
		label: () => 'no `apiVersion` and `kind`',
		why: () => 'only Kubernetes objects say what a mesh does',
		help: () => 'nothing is to be done if this file is of another tool',
	}),
} satisfies DiagnosticTable;
