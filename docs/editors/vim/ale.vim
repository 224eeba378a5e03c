" For the plugin ALE.
function! PoolLint(buffer, lines) abort
  let pattern = '\v^.{-}:(\d+):(\d+): (error|warning|info) (\u+\d+) (.*)$'
  return map(ale#util#GetMatches(a:lines, pattern), {_, found -> {
        \ 'lnum': found[1] + 0, 'col': found[2] + 0,
        \ 'type': toupper(found[3][0]), 'code': found[4], 'text': found[5]}})
endfunction
call ale#linter#Define('yaml', {'name': 'pool-lint', 'executable': 'pool-lint',
      \ 'command': '%e -f concise --quiet --stdin-filename %s -',
      \ 'callback': 'PoolLint'})
