// An ApiObject that knows its content holds no tokens: it skips cdk8s's resolution, most of the cost of `toJson`, until
// somebody adds a patch, or the app has resolvers of its own. The result is the same; a test holds it to that.
import { ApiObject, type ApiObjectProps, App, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../manifests/object.ts';

/** Resolvers that every app has (cdk8s 2.70); they look for tokens only. */
const ownResolvers = new App().resolvers.length;

export class InertObject extends ApiObject {
	private readonly content: KubernetesObject;
	private isPatched = false;

	/** `content` has its keys sorted and nothing empty in it. */
	constructor(scope: Construct, id: string, content: KubernetesObject) {
		const props: ApiObjectProps = { ...content, metadata: { ...content.metadata } };
		super(scope, id, props);
		this.content = content;
	}

	override addJsonPatch(...ops: JsonPatch[]): void {
		this.isPatched = true;
		super.addJsonPatch(...ops);
	}

	override toJson(): unknown {
		if (this.isPatched || App.of(this).resolvers.length > ownResolvers) return super.toJson();
		const { apiVersion, kind, metadata: _metadata, ...rest } = this.content;
		return { apiVersion, kind, metadata: this.metadata.toJson(), ...rest };
	}
}
