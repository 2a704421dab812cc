import { create } from 'zustand';

const useAsked = create<{ asked: boolean }>(() => ({ asked: false }));

/** The reader means the list of turns alike: it takes the focus as soon as it has rows. */
export function askForAlikeFocus(): void {
  useAsked.setState({ asked: true });
}

/** Whether the list is to take the focus; `taken` ends that. */
export function useAlikeFocus(): { asked: boolean; taken: () => void } {
  return { asked: useAsked(({ asked }) => asked), taken };
}

function taken(): void {
  useAsked.setState({ asked: false });
}
