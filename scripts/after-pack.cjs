const { join } = require('node:path');
const { flipFuses, FuseV1Options, FuseVersion } = require('@electron/fuses');

/**
 * Burns Electron's fuses into the packaged app, so that it cannot be used to run other code than its own.
 * `EARMARK_E2E_BUILD=1` makes the one difference that Playwright needs; such a build is not for release.
 * @param {import('electron-builder').AfterPackContext} context
 */
module.exports = async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo;
  const executable =
    {
      darwin: `${productFilename}.app`,
      win32: `${productFilename}.exe`,
    }[electronPlatformName] ?? packager.executableName;
  await flipFuses(join(appOutDir, executable), {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: false,
    resetAdHocDarwinSignature: electronPlatformName === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: process.env.EARMARK_E2E_BUILD === '1',
    // Linux has no way to verify the archive.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: electronPlatformName !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
};
