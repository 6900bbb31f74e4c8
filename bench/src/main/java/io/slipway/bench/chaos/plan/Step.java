// SPDX-License-Identifier: Apache-2.0
package io.slipway.bench.chaos.plan;

/** A line of a task's script, whatever guest runs it. */
public sealed interface Step {
    /** The line, in the words of a kind of guest. */
    String in(Words words);

    /** How a kind of guest says each step. */
    interface Words {
        String mark(int count, long apart);

        String sleep(long millis);

        String writeArtifact(String text);

        String vanish();

        String exit(int code);
    }

    /** Prints so many marks, so many milliseconds after one another. */
    record Mark(int count, long apart) implements Step {
        @Override
        public String in(Words words) {
            return words.mark(count, apart);
        }
    }

    /** Does nothing for so many milliseconds. */
    record Sleep(long millis) implements Step {
        @Override
        public String in(Words words) {
            return words.sleep(millis);
        }
    }

    /** Writes the artifact. */
    record WriteArtifact(String text) implements Step {
        @Override
        public String in(Words words) {
            return words.writeArtifact(text);
        }
    }

    /** Breaks the guest in the job's first attempt. */
    record Vanish() implements Step {
        @Override
        public String in(Words words) {
            return words.vanish();
        }
    }

    /** Ends the task. */
    record Exit(int code) implements Step {
        @Override
        public String in(Words words) {
            return words.exit(code);
        }
    }
}
