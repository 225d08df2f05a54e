/** The forms that OpenMetadata's deployment takes, and what its ingestion is told. */
export const formats = ["env", "compose", "yaml", "helm", "ingestion"] as const;
/** One of the forms that an export has. */
export type Format = (typeof formats)[number];
