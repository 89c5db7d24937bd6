// What every backend is: one reading of the access model, as files.
import type { AccessModel } from '../../access/model.ts';
import type { ManifestFile } from '../../manifests/object.ts';

/** Pure. Two backends may write to one path; `compile` merges the objects. */
export type Backend = (model: AccessModel) => readonly ManifestFile[];
