/** Said where there is nothing to hold the only one against. */
export function OneOnly({ what }: { what: 'turn' | 'call' }) {
  return (
    <p className="border-line border-b bg-surface-2 px-3 py-1.5 text-text-2">
      {what === 'turn'
        ? 'Add another turn to compare this one with: tick one in the tray, or press Z at a turn of a call.'
        : 'Add another call to compare this one with: tick one in the tray, or press Z at a call in the list.'}
    </p>
  );
}
