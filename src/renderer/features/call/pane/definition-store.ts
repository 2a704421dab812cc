import { create } from 'zustand';
import type { DefinitionId } from '#shared/model/finding.ts';

/** The definition that the panel shows; null = it is closed. */
export const useShownDefinition = create<{ id: DefinitionId | null }>(() => ({ id: null }));

export function showDefinitions(id: DefinitionId): void {
  useShownDefinition.setState({ id });
}

export function hideDefinitions(): void {
  useShownDefinition.setState({ id: null });
}
