import type { MenuItemConstructorOptions } from 'electron';

interface MenuOptions {
  platform: NodeJS.Platform;
  /** DevTools and reload are for those who work on Earmark. */
  developing: boolean;
}

/** The application menu, made of roles: the platform brings their labels, keys and behaviour. */
export function menuTemplate({ platform, developing }: MenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const view: MenuItemConstructorOptions[] = [
    ...(developing ? ([{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }] as const) : []),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const ours: MenuItemConstructorOptions[] = [
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ];
  return mac ? [{ role: 'appMenu' }, ...ours] : [...ours, { role: 'help', submenu: [{ role: 'about' }] }];
}
