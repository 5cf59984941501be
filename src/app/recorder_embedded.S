/* The recorder in the program itself: it works wherever the program stands.
 * The path is relative to the repository root, where the assembler runs. */
    .section .rodata
    .global recorder_begin
    .global recorder_end
recorder_begin:
    .incbin "recorder/heaploupe_record.py"
recorder_end:

    .section .note.GNU-stack, "", %progbits
