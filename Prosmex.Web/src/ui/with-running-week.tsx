import type { ComponentType } from 'preact';
import { loadRunningWeek, runningWeek } from '../common/running-week';
import { useAnswers } from '../common/use-answers';
import { PageError, PageWaiting } from './states';

/** A page that needs to know the running week. */
export function withRunningWeek(Page: ComponentType<{ running: string }>) {
  return () => (runningWeek.value ? <Page running={runningWeek.value} /> : <Loading />);
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
