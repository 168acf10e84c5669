/** Moments between which a crash must lose nothing that was answered. */
export type Step =
  | 'commit.taken'
  | 'commit.written'
  | 'commit.synced'
  | 'fold.begun'
  | 'fold.journal_made'
  | 'fold.rows_written'
  | 'fold.written'
  | 'fold.renamed'
  | 'fold.cleaned'

/** Called at each step, and waited for. */
export type Steps = (step: Step) => Promise<void> | void
