import { Component, type ComponentChildren, type ErrorInfo } from 'preact';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { shellTexts as texts } from '../texts/shell-texts.ts';
import { say } from '../texts/text.ts';

/** Keeps a page that throws from taking the console with it. A new `key` gives it another try. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  override componentDidCatch(error: unknown, _info: ErrorInfo): void {
    console.error(error);
    this.setState({ error });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    // What a browser says when the file of a page is not there: after a deployment the old names are gone.
    const isOutdated = /dynamically imported module|module script/i.test(String(this.state.error));
    return (
      <Empty icon="warning" title={say(texts.brokenTitle)}>
        <p>{say(isOutdated ? texts.outdatedText : texts.brokenText)}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {say(texts.loadAgain)}
        </Button>
      </Empty>
    );
  }
}
