// How much a catalog may be. A catalog of 10,000 services and 100,000 grants stays below each of them.

/** Bytes of one file. */
export const maxFileBytes = 5_000_000;

/** Bytes of one file of manifests: whole clusters are read, too. */
export const maxManifestBytes = 500_000_000;

/** Nodes after every shared part is counted wherever it is used: what the later stages walk through. */
export const maxNodes = 5_000_000;

/** Objects and lists inside each other; js-yaml's own limit. */
export const maxDepth = 100;
