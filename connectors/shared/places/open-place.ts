import type { ConnectorContext } from '../../connector.js';
import { ftpProtocol } from './ftp-session.js';
import { localPlace } from './local-place.js';
import type { Place } from './place.js';
import { RemotePlace } from './remote-place.js';
import type { PlaceSettings } from './settings.js';
import { sftpProtocol } from './sftp-session.js';

/** The place of a configuration, for one run; connects to nothing yet. Whoever opened it closes it. */
export function openPlace(settings: PlaceSettings | undefined, context: ConnectorContext): Place {
  switch (settings?.kind) {
    case 'sftp':
      return new RemotePlace(sftpProtocol(settings), context);
    case 'ftp':
      return new RemotePlace(ftpProtocol(settings), context);
    default:
      return localPlace(context);
  }
}
