package io.coterie.tracker.file;

import io.coterie.tracker.store.CommitListener;
import io.coterie.tracker.store.Transactions;
import io.coterie.tracker.store.Tx;
import java.util.function.Function;

/** A store of which a look-up's answer comes late, after something else has happened. */
final class LateTransactions implements Transactions {

  private final Transactions store;
  private Runnable meanwhile = () -> {};

  LateTransactions(Transactions store) {
    this.store = store;
  }

  /** What happens before the next answer comes. */
  void beforeNextAnswer(Runnable happening) {
    meanwhile = happening;
  }

  @Override
  public <T> T lookUp(Function<Tx, T> work) {
    T answer = store.lookUp(work);
    Runnable happening = meanwhile;
    meanwhile = () -> {};
    happening.run();
    return answer;
  }

  @Override
  public <T> T write(Function<Tx, T> work) {
    return store.write(work);
  }

  @Override
  public <T> T read(Function<Tx, T> work) {
    return store.read(work);
  }

  @Override
  public void addListener(CommitListener listener) {
    store.addListener(listener);
  }

  @Override
  public void probe() {
    store.probe();
  }
}
