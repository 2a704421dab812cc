import { z } from 'zod';

/** The vendor's three API generations; see docs/architecture.md. */
export const generationSchema = z.enum(['v1', 'functions', 'legacy']);
export type Generation = z.infer<typeof generationSchema>;

export const workspaceKindSchema = z.enum(['own', 'demo']);
export type WorkspaceKind = z.infer<typeof workspaceKindSchema>;

/** How this workspace reaches the vendor. The key itself never leaves the main side: only its last four characters do. */
export const connectionSchema = z.object({
  workspace: workspaceKindSchema,
  baseUrl: z.string().nullable(),
  keyLast4: z.string().nullable(),
  /** `keyring` = encrypted by the OS; `session` = gone when Earmark ends; `none` = no key known. */
  keyStored: z.enum(['keyring', 'session', 'environment', 'none']),
  keyNote: z.string().nullable(),
  generation: generationSchema.nullable(),
  /** Demo only: whether the built-in server answers (the reader can pull its plug). */
  demoServer: z.enum(['running', 'stopped']).nullable(),
});
export type Connection = z.infer<typeof connectionSchema>;

/** What the Test button learned; `message` says what to do when it is not ok. */
export const connectionTestSchema = z.object({
  ok: z.boolean(),
  code: z.string().nullable(),
  message: z.string(),
  generation: generationSchema.nullable(),
  latestCallMs: z.number().nullable(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** What a host can do; the UI hides what is absent. */
export const capabilitiesSchema = z.object({
  host: z.enum(['electron', 'web']),
  keyring: z.boolean(),
  demo: z.boolean(),
  revealFile: z.boolean(),
  /** Pages are printed to PDF files. */
  pdf: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;
