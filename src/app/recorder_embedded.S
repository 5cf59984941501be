/* The recorder in the program itself: it works wherever the program stands. In front of it, in the same file, what writes snapshots.
 * The paths are relative to the repository root, where the assembler runs. */
    .section .rodata
    .global recorder_begin
    .global recorder_end
recorder_begin:
    .incbin "recorder/heaploupe_snapshot.py"
    .incbin "recorder/heaploupe_record.py"
recorder_end:

    .section .note.GNU-stack, "", %progbits
