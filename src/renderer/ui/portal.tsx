import { createContext, type ReactNode, useContext } from 'react';

const PortalContext = createContext<HTMLElement | null>(null);

/** Where floating parts mount. A modal dialog lends itself: what is outside it lies under it and is inert. */
export function PortalContainer({ element, children }: { element: HTMLElement | null; children: ReactNode }) {
  return <PortalContext value={element}>{children}</PortalContext>;
}

export function usePortalContainer(): HTMLElement | null {
  return useContext(PortalContext);
}
