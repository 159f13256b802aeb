import type { FunctionComponent } from 'preact';
import { loadRunningWeek, runningWeek } from '../common/running-week';
import { useAnswers } from '../common/use-answers';
import { PageError, PageWaiting } from './states';

/** A page that needs to know the running week. */
export function withRunningWeek<Props extends object = object>(
  Page: FunctionComponent<Props & { running: string }>,
): FunctionComponent<Props> {
  return (props) => (runningWeek.value ? <Page {...props} running={runningWeek.value} /> : <Loading />);
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
