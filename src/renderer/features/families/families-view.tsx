import { FamilyList } from './family-list.tsx';
import { FamilyView } from './family-view.tsx';

/** Families of recurring agent turns: all of them, or one. */
export function FamiliesView({ id }: { id: string | null }) {
  return id === null ? <FamilyList /> : <FamilyView key={id} id={id} />;
}
