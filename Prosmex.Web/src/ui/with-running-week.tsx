import type { FunctionComponent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { isRunningWeekDue, loadRunningWeek, runningWeek } from '../common/running-week';
import { useAnswers } from '../common/use-answers';
import { PageError, PageWaiting } from './states';

/** A page that needs to know the running week. It waits for it when it opens; later it stays as it is until a newer week is known. */
export function withRunningWeek<Props extends object = object>(
  Page: FunctionComponent<Props & { running: string }>,
): FunctionComponent<Props> {
  return (props) => {
    const { url } = useLocation();
    const isOpen = useRef(false);
    isOpen.current ||= !isRunningWeekDue();
    useEffect(() => {
      // Where it fails, the page goes on with the week that it has, and its own answers fail as a rule too.
      if (isOpen.current) loadRunningWeek().catch(() => undefined);
    }, [url]);
    return isOpen.current && runningWeek.value?.semana ? <Page {...props} running={runningWeek.value.semana} /> : <Loading />;
  };
}

function Loading() {
  const answers = useAnswers(null, '', loadRunningWeek);
  return (
    <>
      <PageError answers={answers} wanted={null} />
      <PageWaiting answers={answers} wanted={null} />
    </>
  );
}
