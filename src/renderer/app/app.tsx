import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { followEvents } from '../lib/events.ts';
import { setKeyOverrides, startKeys } from '../lib/keys.ts';
import { createQueryClient } from '../lib/query-client.ts';
import { useSetting } from '../lib/settings.ts';
import { wantTheme } from '../lib/theme.ts';
import { Toaster } from '../ui/toaster.tsx';
import { TooltipProvider } from '../ui/tooltip.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Gate } from './gate.tsx';

export function App() {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider>
        <Running>
          <ErrorBoundary>
            <Gate />
          </ErrorBoundary>
          <Toaster />
        </Running>
      </TooltipProvider>
    </QueryClientProvider>
  );
}

/** What runs as long as the page does: the event stream, the key listener, the theme of the settings. */
function Running({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const theme = useSetting('theme');
  const keyOverrides = useSetting('keyOverrides');

  useEffect(() => {
    const scope = new AbortController();
    void followEvents(queries, scope.signal);
    const stopKeys = startKeys(window);
    return () => {
      scope.abort();
      stopKeys();
    };
  }, [queries]);

  useEffect(() => wantTheme(theme), [theme]);
  useEffect(() => setKeyOverrides(keyOverrides), [keyOverrides]);

  return children;
}
