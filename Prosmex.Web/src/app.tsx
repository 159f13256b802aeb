import { useEffect, useState } from 'preact/hooks';
import { LocationProvider } from 'preact-iso';
import { SignIn } from './acceso/sign-in';
import { currentUser, endedBecause, hasTokens, loadUser } from './api/session';
import { PANEL } from './common/query';
import { Shell } from './shell';
import { Announcer } from './ui/announcer';
import { Patterns } from './ui/charts';

export function App() {
  const [isStarting, setStarting] = useState(hasTokens());
  useEffect(() => {
    if (!hasTokens()) return;
    loadUser()
      .catch((error: Error) => {
        endedBecause.value = error.message;
      })
      .finally(() => setStarting(false));
  }, []);
  useOpenDetailsOnPaper();

  return (
    <LocationProvider scope={PANEL}>
      <Announcer />
      <Patterns />
      {!isStarting && (currentUser.value ? <Shell user={currentUser.value} /> : <SignIn />)}
    </LocationProvider>
  );
}

/** On paper what is folded away is shown. */
function useOpenDetailsOnPaper() {
  useEffect(() => {
    let folded: Element[] = [];
    const open = () => {
      folded = [...document.querySelectorAll('details:not([open])')];
      for (const element of folded) element.setAttribute('open', '');
    };
    const close = () => {
      for (const element of folded) element.removeAttribute('open');
    };
    addEventListener('beforeprint', open);
    addEventListener('afterprint', close);
    return () => {
      removeEventListener('beforeprint', open);
      removeEventListener('afterprint', close);
    };
  }, []);
}
