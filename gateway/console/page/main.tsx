import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { PreferencesProvider } from './frame/preferences.js';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const place = document.getElementById('console');
if (place)
  createRoot(place).render(
    <PreferencesProvider>
      <App nonce={nonce} />
    </PreferencesProvider>,
  );
