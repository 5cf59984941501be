/* The fonts in the program itself, so that a checkout, an installed copy and a test all draw the same letters.
 * Paths are relative to the repository root, where the assembler runs. */
    .section .rodata

    .macro font name, path
    .global font_\name\()_begin
    .global font_\name\()_end
    .balign 16
font_\name\()_begin:
    .incbin "\path"
font_\name\()_end:
    .endm

    font sans_regular, "assets/fonts/sans-regular.otf"
    font sans_bold, "assets/fonts/sans-bold.otf"
    font mono_regular, "assets/fonts/mono-regular.ttf"
    font mono_bold, "assets/fonts/mono-bold.ttf"
    font hans_regular, "assets/fonts/hans-regular.otf"
    font hans_bold, "assets/fonts/hans-bold.otf"

    .section .note.GNU-stack, "", %progbits
