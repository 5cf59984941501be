/* The recorder's text, which is embedded in the program, as a file without a name (memfd), which python is told to run as a script
 * by its path under /proc: nothing is left behind, whatever ends the program. */
#ifndef HL_APP_RECORDER_FILE_H
#define HL_APP_RECORDER_FILE_H

/* A readable descriptor that children inherit; the caller closes it. −1, with errno, on failure. */
int recorder_file_open(void);

#endif
